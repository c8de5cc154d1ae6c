import { parseDate } from '@internationalized/date'
import { Button, Calendar, CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell, CalendarHeading } from 'react-aria-components'
import { ChevronLeftIcon, ChevronRightIcon } from './icons'

export interface DayCalendarProps {
  label: string
  value: string | null
  min: string | undefined
  max: string | undefined
  onPick: (day: string) => void
}

/** One month to pick a day from. Loaded when first opened. */
export function DayCalendar({ label, value, min, max, onPick }: DayCalendarProps) {
  const bounds = { ...(min ? { minValue: parseDate(min) } : {}), ...(max ? { maxValue: parseDate(max) } : {}) }
  return (
    <Calendar aria-label={label} className="dw-calendar" autoFocus value={value ? parseDate(value) : null} onChange={(day) => onPick(day.toString())} {...bounds}>
      <header className="dw-calendar-head">
        <Button slot="previous" className="dw-group-button"><ChevronLeftIcon aria-hidden="true" /></Button>
        <CalendarHeading />
        <Button slot="next" className="dw-group-button"><ChevronRightIcon aria-hidden="true" /></Button>
      </header>
      <CalendarGrid weekdayStyle="short">
        <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className="dw-calendar-day" />}</CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  )
}
