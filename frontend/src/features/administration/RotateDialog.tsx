import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '@/api/problem'
import { useProblemText } from '@/api/useProblemText'
import { FormDialog } from '@/ui/FormDialog'
import { Select } from '@/ui/Select'

const OVERLAPS = ['0', '3600', '86400', '604800'] as const

/** Replacing a secret: how long the old one stays good beside the new one. */
export function RotateDialog({ name, onClose, onRotate, isPending, problem }: { name: string; onClose: () => void; onRotate: (seconds: number) => void; isPending: boolean; problem: Problem | undefined }) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const [overlap, setOverlap] = useState<string>('86400')
  return (
    <FormDialog title={t('secret.rotate_title', { name })} submit={t('secret.rotate')} onClose={onClose} onSubmit={() => onRotate(Number(overlap))} isPending={isPending} problem={problem ? say(problem) : undefined}>
      <p>{t('secret.rotate_text')}</p>
      <Select label={t('secret.overlap')} pointer="/overlap_seconds" value={overlap} onChange={(id) => setOverlap(id ?? '86400')} options={OVERLAPS.map((id) => ({ id, label: t(`secret.overlap_${id}`) }))} />
    </FormDialog>
  )
}
