import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Named, OrderPosition, OrderView } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ProblemNote } from '@/pickers/ProblemNote'
import { ServicePicker } from '@/pickers/ServicePicker'
import { Badge } from '@/ui/Badge'
import { Button, LinkButton } from '@/ui/Button'
import { CheckIcon, OpenIcon, RolloutsIcon, UserIcon, WarningIcon } from '@/ui/icons'
import { Light } from '@/ui/Light'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { usePositionAct } from './queries'
import { bodyKeys, POSITION_TONE, serviceKeys } from './words'

interface PositionProps {
  order: OrderView
  position: OrderPosition
}

/** One thing ordered: what came, what we take it for, what is unclear, and the next step. */
export function PositionCard({ order, position }: PositionProps) {
  const { t } = useTranslation('orders')
  const [rejecting, setRejecting] = useState(false)
  const act = usePositionAct(order, position, (after, done) => {
    setRejecting(false)
    toasts.show({ text: done === 'release' && after?.state === 'linked' ? t('done.linked') : t(`done.${done}`) })
  })
  const card = useNextFocus(position.version)
  const { state } = position
  const unclear = state === 'clarification'
  return (
    <article ref={card} className={unclear ? 'dw-card or-position is-unclear' : 'dw-card or-position'} aria-label={t('position', { line: position.line })}>
      <header className="or-position-head">
        <h2>{position.service?.name ?? serviceKeys(position) ?? t('position', { line: position.line })}</h2>
        <Badge tone={POSITION_TONE[state]}>{t(`position_state.${state}`)}</Badge>
        {position.change_requested ? <Badge tone="danger">{t('change_requested')}</Badge> : null}
        <span className="dw-muted dw-small">{t('position', { line: position.line })}</span>
      </header>
      {position.problems.length > 0 ? (
        <ul className="or-problems">{position.problems.map((problem) => <li key={problem.code}><WarningIcon aria-hidden="true" />{problem.text}</li>)}</ul>
      ) : null}
      <ProblemNote problem={rejecting ? undefined : act.problem} />
      <div className="or-meaning">
        <Meaning position={position} kind="service" busy={act.isPending} onChoose={(id) => act.mutate({ act: 'clarify', service_id: id })} />
        <Meaning position={position} kind="body" busy={act.isPending} onChoose={(id) => act.mutate({ act: 'clarify', body_id: id })} ordering={bodyKeys(position.body_keys ?? order.ordering_body)} />
      </div>
      <Wishes position={position} />
      {position.reason ? <p className="or-note">{position.reason}</p> : null}
      <footer className="or-acts">
        <Trail position={position} />
        {position.can.includes('reject') ? <Button variant="quiet" onPress={() => setRejecting(true)}>{t('reject')}</Button> : null}
        <NextStep position={position} isPending={act.isPending} onCheck={() => act.mutate({ act: 'check' })} onRelease={() => act.mutate({ act: 'release' })} />
      </footer>
      {rejecting ? (
        <ReasonDialog title={t('reject_ask', { line: position.line })} label={t('reason')} confirm={t('reject_confirm')} danger isPending={act.isPending} problem={<ProblemNote problem={act.problem} />} onClose={() => setRejecting(false)} onConfirm={(reason) => act.mutate({ act: 'reject', reason })}>
          <p>{t('reject_text')}</p>
        </ReasonDialog>
      ) : null}
    </article>
  )
}

/** What was pressed may be gone after the act: focus then goes to the next step of the same card, so that the keyboard path does not break. */
function useNextFocus(version: number) {
  const card = useRef<HTMLElement>(null)
  const had = useRef(false)
  useEffect(() => {
    const note = (event: FocusEvent) => { had.current = card.current?.contains(event.target as Node) ?? false }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [])
  useEffect(() => {
    if (had.current && document.activeElement === document.body) card.current?.querySelector<HTMLElement>('.or-acts .dw-button--primary')?.focus()
  }, [version])
  return card
}

/** The one main button; it stays the same element from check to release, so that focus stays with it. */
function NextStep({ position, isPending, onCheck, onRelease }: { position: OrderPosition; isPending: boolean; onCheck: () => void; onRelease: () => void }) {
  const { t } = useTranslation('orders')
  if (position.rollout) return <LinkButton href={`/rollouts/${position.rollout.number}`} icon={<OpenIcon aria-hidden="true" />} variant="primary">{t('open_rollout')}</LinkButton>
  // What can be released now needs no checking first: the server offers it only where the policy lets it through.
  const release = position.can.includes('release')
  const check = position.can.includes('check')
  if (!release && !check) {
    if (position.state === 'checked' && position.four_eyes) return <SecondPerson position={position} />
    return position.state === 'clarification' ? <Button variant="primary" disabledReason={t('check_first')}>{t('check')}</Button> : null
  }
  return <Button variant="primary" icon={<CheckIcon aria-hidden="true" />} isPending={isPending} onPress={release ? onRelease : onCheck}>{release ? t('release') : t('check')}</Button>
}

/** How many people are named. */
const NAMED = 3

/** Four eyes: somebody else has to release it, and who that may be. */
function SecondPerson({ position }: { position: OrderPosition }) {
  const { t } = useTranslation('orders')
  const names = position.releasers.slice(0, NAMED).map((one) => one.name ?? t('hidden'))
  const more = position.releasers.length - names.length
  const who = names.length === 0 ? t('second.nobody') : more > 0 ? t('second.who_more', { names: names.join(', '), count: more }) : t('second.who', { names: names.join(', ') })
  return (
    <>
      <p className="or-second"><UserIcon aria-hidden="true" /><span>{t('second.title')} <span className="dw-muted">{who}</span></span></p>
      <Button variant="primary" disabledReason={t('second.title')}>{t('release')}</Button>
    </>
  )
}

interface MeaningProps {
  position: OrderPosition
  kind: 'service' | 'body'
  busy: boolean
  ordering?: string | undefined
  onChoose: (id: string) => void
}

/** What the order says and what we take it for; suggestions are one press, everything else is found by typing. */
function Meaning({ position, kind, busy, ordering, onChoose }: MeaningProps) {
  const { t } = useTranslation('orders')
  const found = kind === 'service' ? position.service : position.body
  const suggestions = (kind === 'service' ? position.suggestions.services : position.suggestions.bodies).filter((one) => one.id !== found?.id)
  const said = kind === 'service' ? serviceKeys(position) : ordering
  const may = position.can.includes('clarify')
  const [changing, setChanging] = useState(false)
  const search = may && (changing || !found)
  function choose(named: Named | null) {
    if (!named) return
    setChanging(false)
    onChoose(named.id)
  }
  return (
    <section className="or-side-of">
      <h3>{t(`column.${kind}`)}</h3>
      <p className="or-said">{t('ordered_as')} <strong>{said ?? t('nothing')}</strong></p>
      {found ? (
        <p className="or-found"><CheckIcon aria-hidden="true" /><span>{found.name ?? t('hidden')}{found.key ? <span className="dw-muted">{` ${found.key}`}</span> : null}</span>{may && !changing ? <Button small variant="quiet" aria-label={t(`change_${kind}`)} onPress={() => setChanging(true)}>{t('change')}</Button> : null}</p>
      ) : null}
      {may && suggestions.length > 0 ? (
        <div className="or-suggestions" role="group" aria-label={t('suggestions')}>
          <span className="dw-small dw-muted">{t('suggestions')}</span>
          {suggestions.map((one) => <Button key={one.id} small isDisabled={busy} onPress={() => choose(one)}>{one.name ?? t('hidden')}{one.key ? ` (${one.key})` : ''}</Button>)}
        </div>
      ) : null}
      {search ? (kind === 'service' ? <ServicePicker label={t('pick_service')} value={null} onChange={choose} activeOnly /> : <OrganisationPicker label={t('pick_body')} value={null} onChange={choose} />) : null}
      {kind === 'body' && position.covers.length > 0 ? <p className="dw-small dw-muted">{t('covers', { names: position.covers.slice(0, 5).map((one) => one.name ?? t('hidden')).join(', '), count: position.covers.length })}</p> : null}
    </section>
  )
}

function Wishes({ position }: { position: OrderPosition }) {
  const { t } = useTranslation('orders')
  if (!position.wish_date && !position.wish_wave && !position.category) return null
  return (
    <p className="or-wishes">
      {position.wish_date ? <span>{t('wish_date')} <When value={position.wish_date} /></span> : null}
      {position.wish_wave ? <span>{position.wish_wave}</span> : null}
      {position.category ? <span className="dw-muted">{t('category', { name: position.category })}</span> : null}
    </p>
  )
}

/** Who checked and released, and how far the rollout is. */
function Trail({ position }: { position: OrderPosition }) {
  const { t } = useTranslation('orders')
  const { rollout } = position
  return (
    <span className="or-trail">
      {position.checked_by ? <span>{t('checked_by', { name: position.checked_by.name ?? t('hidden') })}{position.checked_at ? <> <When value={position.checked_at} /></> : null}</span> : null}
      {position.released_by ? <span>{t('released_by', { name: position.released_by.name ?? t('hidden') })}{position.released_at ? <> <When value={position.released_at} /></> : null}</span> : null}
      {rollout ? <span className="or-rollout"><RolloutsIcon aria-hidden="true" /><Link href={`/rollouts/${rollout.number}`}>{rollout.number}</Link>{rollout.phase ? <span>{rollout.phase.name}</span> : null}{rollout.light ? <Light state={rollout.light} /> : null}</span> : null}
    </span>
  )
}
