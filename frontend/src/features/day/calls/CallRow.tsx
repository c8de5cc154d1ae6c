import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Call, CallLine, CallTarget } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { HiddenIcon } from '@/ui/icons'
import { Light } from '@/ui/Light'
import { useLanguage, When } from '@/ui/When'
import { NoteForm } from './NoteForm'
import { keyOf, whoOf } from './words'

/** More of one call are shown on request. */
const FIRST = 3

interface CallRowProps {
  target: CallTarget
  first: boolean
  noting: boolean
  onNote: () => void
  onCancel: () => void
  onSaved: (call: Call) => void
}

/** One call: whom, how, when somebody last did, and what to ask. */
export function CallRow({ target, first, noting, onNote, onCancel, onSaved }: CallRowProps) {
  const { t } = useTranslation('calls')
  const language = useLanguage()
  const [all, setAll] = useState(false)
  const who = whoOf(target)
  const shown = all ? target.rollouts : target.rollouts.slice(0, FIRST)
  const more = target.total - shown.length
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a row is reached by j and k, n notes the call
    <li className="call-row" data-call={keyOf(target)} tabIndex={first ? 0 : -1} aria-label={t('item', { who, count: target.total })}>
      <div className="call-who">
        <div>
          <strong>{who}</strong>
          <span className="dw-small dw-muted">{[target.role_name, t('reach', { count: target.total, people: sayNumber(target.population, language) })].filter(Boolean).join(' · ')}</span>
        </div>
        {noting ? null : <Button small aria-label={t('note.open_name', { who })} onPress={onNote}>{t('note.open')}</Button>}
      </div>
      <Contacts target={target} />
      <p className="dw-small dw-muted">{target.last_contact ? <>{t('last', { kind: t(`kind.${target.last_contact.kind}`), who: target.last_contact.by.name ?? '–' })}, <When value={target.last_contact.at} /></> : t('never')}</p>
      <ul className="call-rollouts">{shown.map((line, index) => <Line key={line.rollout.id} line={line} same={line.question?.key === shown[index - 1]?.question?.key} />)}</ul>
      {more > 0 ? (
        all ? <p className="dw-small dw-muted">{t('more', { count: more })}</p> : <Button small variant="quiet" onPress={() => setAll(true)}>{t('show_more', { count: more })}</Button>
      ) : null}
      {noting ? <NoteForm target={target} onCancel={onCancel} onSaved={onSaved} /> : null}
    </li>
  )
}

/** Names and numbers; who may not see numbers is told so. */
function Contacts({ target }: { target: CallTarget }) {
  const { t } = useTranslation('calls')
  if (target.contacts.length === 0) return <p className="dw-small dw-muted">{t('nobody')}</p>
  return (
    <ul className="call-contacts">
      {target.contacts.map((one) => (
        <li key={one.person_id}>
          <span>{one.name}</span>
          {one.phone ? <a href={`tel:${one.phone.replace(/[^+\d]/g, '')}`}>{one.phone}</a> : one.hidden ? <span className="dw-muted dw-hidden"><HiddenIcon aria-hidden="true" />{t('hidden_phone')}</span> : <span className="dw-muted">{t('no_phone')}</span>}
        </li>
      ))}
    </ul>
  )
}

/** One rollout of a call. What makes its step done is not said twice in a row: `same` step as the line above. */
function Line({ line, same }: { line: CallLine; same: boolean }) {
  const { t } = useTranslation('calls')
  const { rollout, question, waiting, agreed } = line
  return (
    <li>
      <Light state={rollout.light.color} symbolOnly sentence={rollout.light.reason} />
      <div>
        <Link to={`/${rollout.kind === 'mother' ? 'mothers' : 'rollouts'}/${rollout.number}` as never}>{[rollout.body.name, rollout.service?.name].filter(Boolean).join(' · ')}</Link>
        {line.causes.includes('silent') ? <> <Badge>{t('silent')}</Badge></> : null}
        {agreed ? <p className="call-agreed"><Badge tone="info">{t('follow_up_due')}</Badge> {t('agreed')} {agreed.note} (<When value={agreed.follow_up} />)</p> : null}
        {question ? (
          <p className="dw-small">
            {t('ask', { name: `${question.key} ${question.name}` })}{' '}
            <span className={question.late_working_days > 0 ? 'call-late' : 'dw-muted'}>{question.late_working_days > 0 ? t('late', { count: question.late_working_days }) : question.due ? <>{t('due')} <When value={question.due} /></> : null}</span>
          </p>
        ) : null}
        {waiting ? <p className="dw-small">{t('waits', { name: waiting.name })}{waiting.reason ? ` – ${waiting.reason}` : ''}</p> : null}
        {question && !same && question.exit_criteria.length > 0 ? <p className="dw-small dw-muted">{t('criteria')} {question.exit_criteria.join(' · ')}</p> : null}
      </div>
    </li>
  )
}
