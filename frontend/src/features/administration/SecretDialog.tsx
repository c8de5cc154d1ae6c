import { useTranslation } from 'react-i18next'
import { Button } from '@/ui/Button'
import { CopyField } from '@/ui/CopyField'
import { Dialog } from '@/ui/Dialog'

export interface SecretDialogProps {
  title: string
  /** What else the other side needs, such as the client's id. */
  more?: { label: string; value: string }
  /** `null` where an equal request had made it before: then it is gone for good. */
  secret: string | null
  onClose: () => void
}

/** A secret that is shown this once. Cannot be closed by clicking beside it. */
export function SecretDialog({ title, more, secret, onClose }: SecretDialogProps) {
  const { t } = useTranslation('administration')
  return (
    <Dialog isOpen onClose={onClose} title={title} footer={<Button variant="primary" onPress={onClose}>{t('secret.kept')}</Button>} alert>
      <div className="dw-form">
        <p>{secret === null ? t('secret.lost') : t('secret.text')}</p>
        {more ? <CopyField label={more.label} value={more.value} /> : null}
        {secret === null ? null : <CopyField label={t('secret.label')} value={secret} />}
      </div>
    </Dialog>
  )
}
