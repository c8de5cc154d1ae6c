import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ProgressBar } from '@/ui/ProgressBar'
import { useJobTitle } from '@/pickers/jobTitle'
import { jobs } from './queries'

/** Long work of one's own that runs, waits for a word, or has ended today; not there where there is none. */
export function Jobs() {
  const { t } = useTranslation('day')
  const { t: tj } = useTranslation('jobs')
  const title = useJobTitle()
  const rows = useQuery(jobs).data?.items ?? []
  if (rows.length === 0) return null
  return (
    <section className="dw-card dw-stack" aria-labelledby="day-jobs">
      <h2 id="day-jobs">{t('jobs.title')}</h2>
      <ul className="dw-lines">
        {rows.map((job) => (
          <li key={job.id}>
            <span className="dw-grow"><Link to={`/jobs/${job.id}` as never}>{title(job)}</Link> <span className="dw-muted">{tj(`state.${job.state}`)} · {tj('count', { done: job.done, refused: job.refused })}</span></span>
            {['checking', 'running', 'undoing'].includes(job.state) ? <ProgressBar label={tj(`state.${job.state}`)} value={job.passed} max={Math.max(1, job.total)} /> : null}
          </li>
        ))}
      </ul>
      <p><Link to={'/jobs' as never}>{t('jobs.all')}</Link></p>
    </section>
  )
}
