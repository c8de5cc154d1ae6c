import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RolloutDetail } from '@/api/types'
import { WhyNot } from '@/pickers/WhyNot'
import { Button } from '@/ui/Button'
import { BlockIcon, CalendarIcon, ChevronDownIcon, ClockIcon, EyeIcon, FlagIcon, OrganisationsIcon, PauseIcon, PlayIcon } from '@/ui/icons'
import { Menu, type MenuEntry } from '@/ui/Menu'
import { toasts } from '@/ui/toasts'
import { BlockDialog, DeferDialog, OutcomeDialog, WaitingDialog } from './ActDialogs'
import { ProgrammeDialog, TemplateDialog } from './CourseDialogs'
import { MaturityDialog } from './Maturity'
import { CoverageDialog, StartDialog } from './PlanDialogs'
import { useCommand, useWatch } from './queries'

type Asking = 'start_waiting' | 'defer' | 'block' | 'set_outcome' | 'move_start' | 'change_coverage' | 'set_programme' | 'change_template' | 'record_maturity'
/** What people look for on the page of a rollout. */
const WANTED = ['rollout:steer', 'milestone:complete', 'article:write', 'article:internal']
const AT_ONCE = ['end_waiting', 'resume', 'unblock'] as const

/** Everything that may be done with a rollout as a whole; what the server does not allow is not there, and why not can be asked. */
export function RolloutActions({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const [asking, setAsking] = useState<Asking | undefined>()
  const command = useCommand(rollout, (_, { command: done }) => toasts.show({ text: t(`acts.done_${done.command as 'resume'}`) }))
  const watch = useWatch(rollout)
  const icon = { start_waiting: <ClockIcon aria-hidden="true" />, defer: <PauseIcon aria-hidden="true" />, block: <BlockIcon aria-hidden="true" />, set_outcome: <FlagIcon aria-hidden="true" />, move_start: <CalendarIcon aria-hidden="true" />, change_coverage: <OrganisationsIcon aria-hidden="true" />, set_programme: <FlagIcon aria-hidden="true" />, change_template: <PlayIcon aria-hidden="true" />, record_maturity: <FlagIcon aria-hidden="true" /> }
  const atOnce: MenuEntry[] = AT_ONCE.filter((act) => rollout.can.includes(act)).map((act) => ({ id: act, label: t(`acts.${act}`), icon: <PlayIcon aria-hidden="true" />, onAction: () => command.mutate({ command: { command: act } }) }))
  const asked: MenuEntry[] = (['start_waiting', 'defer', 'block'] as const).filter((act) => rollout.can.includes(act)).map((act) => ({ id: act, label: t(`acts.${act}`), icon: icon[act], onAction: () => setAsking(act) }))
  const plan: MenuEntry[] = (['move_start', 'change_coverage', 'set_programme', 'record_maturity', 'change_template'] as const).filter((act) => rollout.can.includes(act)).map((act) => ({ id: act, label: t(`acts.${act}`), icon: icon[act], onAction: () => setAsking(act) }))
  const end: MenuEntry[] = rollout.can.includes('set_outcome') ? [{ id: 'set_outcome', label: t('acts.set_outcome'), icon: icon.set_outcome, onAction: () => setAsking('set_outcome') }] : []
  const groups = [{ id: 'course', entries: [...atOnce, ...asked] }, { id: 'plan', entries: plan }, { id: 'end', entries: end }].filter((group) => group.entries.length > 0)
  const close = () => setAsking(undefined)
  const watching = rollout.ticket.watching
  return (
    <>
      {watching || rollout.ticket.can.includes('watch') ? (
        <Button variant="quiet" icon={<EyeIcon aria-hidden="true" />} isPending={watch.isPending} onPress={() => watch.mutate(!watching)}>{watching ? t('acts.unwatch') : t('acts.watch')}</Button>
      ) : null}
      {groups.length > 0 ? (
        <Menu label={t('acts.title')} trigger={<Button icon={<ChevronDownIcon aria-hidden="true" />}>{t('acts.title')}</Button>} groups={groups.map((group) => ({ ...group, title: t('acts.title'), hideTitle: true }))} />
      ) : null}
      {groups.length === 0 || !rollout.ticket.can.includes('article:all') ? <WhyNot kind="rollout" id={rollout.id} permissions={WANTED} /> : null}
      {asking === 'start_waiting' ? <WaitingDialog rollout={rollout} onClose={close} /> : null}
      {asking === 'defer' ? <DeferDialog rollout={rollout} onClose={close} /> : null}
      {asking === 'block' ? <BlockDialog rollout={rollout} onClose={close} /> : null}
      {asking === 'move_start' ? <StartDialog rollout={rollout} onClose={close} /> : null}
      {asking === 'change_coverage' ? <CoverageDialog rollout={rollout} onClose={close} /> : null}
      {asking === 'set_programme' ? <ProgrammeDialog rollout={rollout} onClose={close} /> : null}
      {asking === 'change_template' ? <TemplateDialog rollout={rollout} onClose={close} /> : null}
      {asking === 'record_maturity' ? <MaturityDialog rollout={rollout} onClose={close} /> : null}
      {asking === 'set_outcome' ? <OutcomeDialog rollout={rollout} onClose={close} /> : null}
    </>
  )
}
