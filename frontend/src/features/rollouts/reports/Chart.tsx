import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sayDay } from '@/lib/dates'
import { sayNumber } from '@/lib/numbers'
import { Segmented } from '@/ui/Segmented'
import { useLanguage } from '@/ui/When'
import type { Style } from './draw'
import { Scroll } from './Scroll'
import type { Figures } from './series'
import './reports.css'

interface ChartProps {
  title: string
  /** What the picture says, in a sentence. */
  summary: string
  figures: Figures
  kind: Style['kind']
  colours?: Style['colours']
  /** How a day of the axis is called, where it is not a day. */
  say?: (day: string) => string
}

/** Figures over time as a picture with its sentence, or as a table: both say the same. */
export function Chart({ title, summary, figures, kind, colours = {}, say }: ChartProps) {
  const { t } = useTranslation('reports')
  const [view, setView] = useState('chart')
  return (
    <figure className="dw-card rp-figure">
      <figcaption className="rp-caption">
        <h2>{title}</h2>
        <p className="dw-muted">{summary}</p>
      </figcaption>
      <Segmented label={t('view.label')} hideLabel value={view} onChange={setView} options={[{ id: 'chart', label: t('view.chart') }, { id: 'table', label: t('view.table') }]} />
      {view === 'chart' ? <Picture {...{ title, summary, figures, kind, colours }} {...(say ? { say } : {})} /> : <Table title={title} figures={figures} {...(say ? { say } : {})} />}
    </figure>
  )
}

function Picture({ title, summary, figures, kind, colours = {}, say }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const language = useLanguage()
  useEffect(() => {
    let leave: (() => void) | undefined
    let gone = false
    void import('./draw').then(({ draw }) => {
      if (gone || !box.current) return
      leave = draw(box.current, figures, { kind, colours, say: say ?? ((day) => sayDay(day, new Date(), language)), number: (value) => sayNumber(value, language) })
    })
    return () => { gone = true; leave?.() }
  }, [figures, kind, colours, say, language])
  return <div ref={box} className="rp-picture" role="img" aria-label={`${title}. ${summary}`} />
}

function Table({ title, figures, say }: Pick<ChartProps, 'title' | 'figures' | 'say'>) {
  const { t } = useTranslation('reports')
  const language = useLanguage()
  return (
    <Scroll label={title}>
      <table className="rp-table">
        <thead>
          <tr><th scope="col">{t('day')}</th>{figures.series.map(({ key, name }) => <th key={key} scope="col">{name}</th>)}</tr>
        </thead>
        <tbody>
          {figures.days.map((day, place) => (
            <tr key={day}>
              <th scope="row">{say ? say(day) : sayDay(day, new Date(), language)}</th>
              {figures.series.map(({ key, values }) => { const value = values[place]; return <td key={key}>{value === null || value === undefined ? '–' : sayNumber(value, language)}</td> })}
            </tr>
          )).toReversed()}
        </tbody>
      </table>
    </Scroll>
  )
}
