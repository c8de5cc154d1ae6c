import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { PlusIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { Skeleton } from '@/ui/Skeleton'
import { GrantDialog, type Holder } from './GrantDialog'
import { grantList } from './queries'
import { useWithdraw } from './useWithdraw'

/** The roles somebody holds directly, and where. Roles through teams stand at the team. */
export function HeldGrants({ holder, mayGrant }: { holder: Holder; mayGrant: boolean }) {
  const { t } = useTranslation('administration')
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const { rows, problem } = useList(grantList({ holder: [holder.id] }))
  const withdraw = useWithdraw()
  return (
    <>
      <div className="dw-section-head">
        <h2>{t('nav.grants')}</h2>
        {mayGrant && may('grant:write') ? <Button small icon={<PlusIcon aria-hidden="true" />} onPress={() => setAdding(true)}>{t('grants.create')}</Button> : null}
      </div>
      {problem ? <ProblemNote problem={problem} /> : rows === undefined ? <Skeleton lines={3} /> : rows.length === 0 ? <p className="dw-muted">{holder.kind === 'user' ? t('grants.none') : t('grants.none_yet')}</p> : (
        <ul className="dw-lines">
          {rows.map((grant) => (
            <li key={grant.id}>
              <span className="dw-grow"><strong>{grant.role.name}</strong>{' · '}{grant.scope ? <NameOf of={grant.scope} /> : t('scope.everything')}<span className="dw-muted">{grant.scope ? ` (${t(`scope.${grant.scope_kind}`)})` : ''}</span></span>
              {grant.can.includes('delete') ? <Button small variant="quiet" onPress={() => withdraw.ask(grant)}>{t('grants.withdraw')}</Button> : null}
            </li>
          ))}
        </ul>
      )}
      {withdraw.dialog}
      {adding ? <GrantDialog holder={holder} onClose={() => setAdding(false)} onDone={() => setAdding(false)} /> : null}
    </>
  )
}
