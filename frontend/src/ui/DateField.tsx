import { lazy, Suspense, useState } from 'react'
import { Button, Dialog, DialogTrigger, Input, Popover, TextField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { readDay, typedDay } from '@/lib/dates'
import { FieldLabel, FieldNotes, rootProps, type FieldProps } from './Field'
import { CalendarIcon } from './icons'
import { Skeleton } from './Skeleton'

const DayCalendar = lazy(() => import('./DayCalendar').then((module) => ({ default: module.DayCalendar })))

export interface DateFieldProps extends FieldProps {
  /** `YYYY-MM-DD` or null. */
  value: string | null
  onChange: (value: string | null) => void
  minValue?: string
  maxValue?: string
}

/** A day: typed first ("12.3.", "120326", "morgen", "+5"), understood on leaving the field; the calendar is the second way. */
export function DateField(props: DateFieldProps) {
  const { value, onChange, minValue, maxValue } = props
  const { t } = useTranslation('ui')
  const [draft, setDraft] = useState<string | null>(null)
  const [unread, setUnread] = useState(false)
  const outside = (day: string) => (minValue !== undefined && day < minValue) || (maxValue !== undefined && day > maxValue)

  function commit() {
    if (draft === null) return
    const day = draft.trim() === '' ? null : readDay(draft, new Date())
    const wrong = day === undefined || (day !== null && outside(day))
    setUnread(wrong)
    if (wrong) return
    setDraft(null)
    onChange(day)
  }

  const error = props.error ?? (unread ? t('date.unread') : undefined)
  const shown = draft ?? (value === null ? '' : typedDay(value))
  return (
    <TextField {...rootProps({ ...props, error })} value={shown} onChange={setDraft} onBlur={commit} onKeyDown={(event) => event.key === 'Enter' && commit()}>
      <FieldLabel label={props.label} optional={props.optional} />
      <div className="dw-group dw-group--text" data-invalid={error === undefined ? undefined : true}>
        <Input className="dw-input" placeholder={t('date.placeholder')} autoComplete="off" />
        <DialogTrigger>
          <Button className="dw-group-button" slot={null} aria-label={t('date.open', { label: props.label })}><CalendarIcon aria-hidden="true" /></Button>
          <Popover className="dw-popover" placement="bottom end">
            <Dialog aria-label={props.label}>
              {({ close }) => (
                <Suspense fallback={<div className="dw-calendar"><Skeleton lines={6} /></div>}>
                  <DayCalendar label={props.label} value={value} min={minValue} max={maxValue} onPick={(day) => { setDraft(null); setUnread(false); onChange(day); close() }} />
                </Suspense>
              )}
            </Dialog>
          </Popover>
        </DialogTrigger>
      </div>
      <FieldNotes description={props.description} error={error} />
    </TextField>
  )
}
