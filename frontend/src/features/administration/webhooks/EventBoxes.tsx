import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { TextField } from '@/ui/TextField'

/** Events other systems usually want. Anything the contract names can be typed in beside them. */
const EVENTS: Record<string, string[]> = {
  order: ['received', 'changed', 'cancel_requested', 'cancelled', 'cancel_refused'],
  rollout: ['created', 'phase_changed', 'blocked', 'unblocked', 'deferred', 'resumed', 'outcome_set', 'live'],
  ticket: ['created', 'updated', 'transitioned'],
  organisation: ['created', 'updated', 'moved', 'ended', 'succeeded'],
}

const KNOWN = new Set(Object.entries(EVENTS).flatMap(([kind, names]) => [`${kind}.*`, ...names.map((name) => `${kind}.${name}`)]))

/** Which events a webhook gets: all of a kind, single ones, or typed patterns. */
export function EventBoxes({ value, onChange, error }: { value: readonly string[]; onChange: (value: string[]) => void; error: string | undefined }) {
  const { t } = useTranslation('administration')
  const [more, setMore] = useState('')
  const set = (names: string[], on: boolean) => onChange([...value.filter((one) => !names.includes(one)), ...(on ? names : [])])
  function add() {
    const name = more.trim().toLowerCase()
    if (name !== '' && !value.includes(name)) onChange([...value, name])
    setMore('')
  }
  return (
    <div role="group" aria-label={t('webhooks.events')} data-field="/events" className="dw-stack">
      <div className="dw-perms">
        {Object.entries(EVENTS).map(([kind, names]) => {
          const all = value.includes(`${kind}.*`)
          return (
            <fieldset key={kind}>
              <legend><Checkbox isSelected={all} onChange={(on) => onChange([...value.filter((one) => !one.startsWith(`${kind}.`)), ...(on ? [`${kind}.*`] : [])])}>{t(`webhooks.kind.${kind}`)}</Checkbox></legend>
              {names.map((name) => <Checkbox key={name} isSelected={all || value.includes(`${kind}.${name}`)} isDisabled={all} onChange={(on) => set([`${kind}.${name}`], on)}>{t(`webhooks.event.${kind}.${name}`)}</Checkbox>)}
            </fieldset>
          )
        })}
      </div>
      {value.filter((one) => !KNOWN.has(one)).map((one) => <Checkbox key={one} isSelected onChange={() => set([one], false)}>{one}</Checkbox>)}
      <div className="dw-add">
        <TextField label={t('webhooks.more')} optional value={more} onChange={setMore} description={t('webhooks.more_hint')} error={error} />
        <Button onPress={add}>{t('add')}</Button>
      </div>
    </div>
  )
}
