import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { MilestoneView, QuestionnaireRow } from '@/api/types'
import { questionnaires } from './queries'
import './questionnaire.css'

/** What is to be filled in at a rollout or about its body; nothing where there is nothing. */
export function Questionnaires({ id }: { id: string }) {
  const { t } = useTranslation('questionnaire')
  const rows = useQuery(questionnaires(id)).data ?? []
  if (rows.length === 0) return null
  return (
    <section className="dw-card qu-card" aria-labelledby="qu-list">
      <header className="ro-card-head"><h2 id="qu-list">{t('title')}</h2></header>
      <ul>
        {rows.map((row) => (
          <li key={row.form}><Link to={addressOf(row) as never}>{row.title}</Link><span className="dw-muted dw-small">{t('of', { answered: row.answered, asked: row.asked })} · <Left row={row} /></span></li>
        ))}
      </ul>
    </section>
  )
}

const addressOf = ({ rollout_id: id, form }: QuestionnaireRow) => `/rollouts/${id}/fragebogen/${form}`

function Left({ row }: { row: QuestionnaireRow }) {
  const { t } = useTranslation('questionnaire')
  return <>{row.missing > 0 ? t('missing', { count: row.missing }) : t(row.state === 'submitted' ? 'state.submitted' : 'complete')}</>
}

/** At a milestone that waits for answers: how many, and the way there. */
export function Needed({ rolloutId, milestone }: { rolloutId: string; milestone: MilestoneView }) {
  const rows = useQuery({ ...questionnaires(rolloutId), enabled: milestone.form != null }).data
  const row = rows?.find(({ form }) => form === milestone.form)
  if (!row) return null
  return <p className="ro-gate"><Link to={addressOf(row) as never}>{row.title}</Link>{': '}<Left row={row} /></p>
}

/** How many required answers a milestone still waits for. */
export function useMissingAnswers(rolloutId: string, milestone: MilestoneView): number {
  const rows = useQuery({ ...questionnaires(rolloutId), enabled: milestone.form != null }).data
  return rows?.find(({ form }) => form === milestone.form)?.missing ?? 0
}
