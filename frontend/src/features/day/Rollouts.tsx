import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { Link as AriaLink } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import { sayTotal } from '@/lib/numbers'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Light } from '@/ui/Light'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { useLanguage, When } from '@/ui/When'
import { some } from './queries'

interface RolloutsProps {
  title: string
  /** Said where there is none; without it there is no card then. */
  empty?: string
  filter: Parameters<typeof some>[0]
  /** The whole list with the same filter. */
  href: string
  limit: number
  /** Says why the light has its colour instead of the phase. */
  reasons?: boolean
}

/** The first few rollouts of a question, and the way to all of them. */
export function Rollouts({ title, empty, filter, href, limit, reasons }: RolloutsProps) {
  const { t } = useTranslation('day')
  const language = useLanguage()
  const id = useId()
  const query = useQuery(some(filter, limit))
  const rows = query.data?.items
  const total = query.data?.total ?? rows?.length ?? 0
  if (empty === undefined && !query.error && !rows?.length) return null
  return (
    <section className="dw-card" aria-labelledby={id}>
      <header className="day-head"><h2 id={id}>{title}{rows && total > 0 ? <span className="dw-tab-count">{sayTotal(total, language)}</span> : null}</h2>{total > limit ? <AriaLink href={href}>{t('all')}</AriaLink> : null}</header>
      <ProblemNote problem={query.error && !query.data ? asProblem(query.error) : undefined} />
      {rows === undefined ? (query.error ? null : <><LoadingNote /><Skeleton lines={4} /></>) : rows.length === 0 ? <p className="dw-muted">{empty}</p> : (
        <ul className="day-rollouts">
          {rows.map((row) => (
            <li key={row.id}>
              <Light state={row.light.color} symbolOnly sentence={row.light.reason} />
              <span>
                <Link to={`/${row.kind === 'mother' ? 'mothers' : 'rollouts'}/${row.number}` as never}>{[row.body.name, row.kind === 'mother' ? t('all_services') : row.service?.name].filter(Boolean).join(' · ')}</Link>
                <span className="dw-small dw-muted">{reasons ? row.light.reason.replace(/^\S+: /, '') : [row.phase?.name, row.next_milestone?.name].filter(Boolean).join(' · ')}</span>
              </span>
              {row.next_due ? <When value={row.next_due} /> : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
