import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RolloutDetail } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { FormDialog } from '@/ui/FormDialog'
import { Skeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { NONE } from './bulk/command'
import { ProgrammeSelect } from './bulk/ProgrammeSelect'
import { newestTemplate, useCommand } from './queries'

interface CourseDialogProps {
  rollout: RolloutDetail
  onClose: () => void
}

/** The programme a rollout counts for. */
export function ProgrammeDialog({ rollout, onClose }: CourseDialogProps) {
  const { t } = useTranslation('rollouts')
  const say = useProblemText()
  const [programme, setProgramme] = useState<string | null>(rollout.programme?.id ?? NONE)
  const command = useCommand(rollout, () => { toasts.show({ text: t('acts.done_set_programme') }); onClose() })
  const send = () => command.mutate({ command: { command: 'set_programme', programme_id: programme === NONE ? null : programme } })
  return (
    <FormDialog title={t('acts.ask_set_programme')} submit={t('save')} onClose={onClose} onSubmit={send} isPending={command.isPending} problem={command.problem ? say(command.problem) : undefined}>
      <p>{t('acts.text_set_programme')}</p>
      <ProgrammeSelect value={programme} onChange={setProgramme} error={command.problem?.at('/command/programme_id')} />
    </FormDialog>
  )
}

/** Lets a rollout follow the newest version of its template; says so where it does already. */
export function TemplateDialog({ rollout, onClose }: CourseDialogProps) {
  const { t } = useTranslation('rollouts')
  const say = useProblemText()
  const { template } = rollout
  const found = useQuery(newestTemplate(template.key))
  const command = useCommand(rollout, () => { toasts.show({ text: t('acts.done_change_template') }); onClose() })
  const newest = found.data?.version ?? template.version
  const send = () => (newest > template.version ? command.mutate({ command: { command: 'change_template', template_id: null } }) : onClose())
  const text = newest > template.version ? t('acts.text_change_template', { name: template.name, version: template.version, newest }) : t('acts.none_change_template', { name: template.name })
  return (
    <FormDialog title={t('acts.ask_change_template')} submit={newest > template.version ? t('acts.confirm_change_template') : t('remind.close')} onClose={onClose} onSubmit={send} isPending={command.isPending} problem={command.problem ? say(command.problem) : undefined}>
      {found.isPending ? <Skeleton lines={2} /> : <p>{text}</p>}
    </FormDialog>
  )
}
