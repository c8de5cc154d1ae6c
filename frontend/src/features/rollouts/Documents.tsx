import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { FilesHere } from '@/ui/FilesHere'
import { UploadIcon } from '@/ui/icons'
import { toasts } from '@/ui/toasts'
import { FileLink } from './Conversation'
import { attachments, useSay } from './queries'

/** All files of a ticket in one place, and a place to drop more. */
export function Documents({ id, can }: { id: string; can: string[] }) {
  const { t } = useTranslation('rollouts')
  const files = useQuery(attachments(id)).data?.items
  const say = useSay(id, () => toasts.show({ text: t('documents.done') }))
  return (
    <section className="dw-card" aria-labelledby="ro-documents">
      <header className="ro-card-head"><h2 id="ro-documents">{t('documents.title')}{files && files.length > 0 ? ` (${files.length})` : ''}</h2></header>
      <ProblemNote problem={say.problem} />
      {files?.length === 0 ? <p className="ro-quiet">{t('documents.none')}</p> : null}
      <ul className="ro-documents">
        {(files ?? []).map((file) => <li key={file.id}><FileLink file={file} />{file.audience === 'all' ? null : <Badge tone={file.audience === 'team' ? 'warning' : 'info'}>{t(`audience.${file.audience}`)}</Badge>}</li>)}
      </ul>
      {can.includes('attach') ? (
        <FilesHere label={t('talk.drop')} button={say.isPending ? t('documents.sending') : t('documents.add')} icon={<UploadIcon aria-hidden="true" />} onFiles={(list) => say.mutate({ text: '', audience: 'all', files: list })}>
          <span className="dw-small">{t('documents.drop')}</span>
        </FilesHere>
      ) : null}
    </section>
  )
}
