import { useTranslation } from 'react-i18next'
import type { ExplainView } from '@/api/types'
import { CheckIcon, DangerIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import './explain.css'

/** Yes or no, through which roles, and what is missing. `name` is who was asked about; oneself where absent. */
export function ExplainAnswer({ view, name }: { view: ExplainView; name?: string | undefined }) {
  const { t } = useTranslation('pickers')
  const yes = view.granted && view.subject?.reached !== false
  const words = { name: name ?? t('explain.you'), what: view.allows ?? view.permission }
  const reason = view.withheld_by_scopes ? t('explain.withheld') : !view.granted ? t('explain.no_grant') : view.subject?.reached === false ? t('explain.not_reached') : view.everybody ? t('explain.everybody') : t('explain.through')
  return (
    <section className={`dw-answer ${yes ? 'dw-answer--yes' : 'dw-answer--no'}`}>
      <p className="dw-answer-head">{yes ? <CheckIcon aria-hidden="true" /> : <DangerIcon aria-hidden="true" />}{yes ? t('explain.yes', words) : t('explain.no', words)}</p>
      <p>{reason}</p>
      {view.through.length > 0 ? (
        <ul className="dw-lines">
          {view.through.map((grant) => (
            <li key={`${grant.grant_id} ${grant.team?.id ?? ''}`}>
              <span className="dw-grow"><strong>{grant.role.name}</strong>{' · '}{grant.scope ? <NameOf of={grant.scope} /> : t('explain.everywhere')}</span>
              {grant.team ? <span className="dw-muted">{t('explain.by_team')} <NameOf of={grant.team} /></span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {!yes && view.roles.length > 0 ? <p className="dw-muted">{t('explain.roles', { roles: view.roles.map((role) => role.name).join(', ') })}</p> : null}
    </section>
  )
}
