import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { ExplainView } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import type { Picked } from '@/pickers/picked'
import { ProblemNote } from '@/pickers/ProblemNote'
import { UserPicker } from '@/pickers/UserPicker'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { CheckIcon, DangerIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { ComboBox } from '@/ui/ComboBox'
import type { Option } from '@/ui/Select'
import { Skeleton } from '@/ui/Skeleton'
import { fold } from '@/lib/text'
import { useLanguage } from '@/ui/When'
import { explainQuery, permissionsQuery } from './queries'

/** "Warum darf ich (nicht)?" for oneself or for somebody else, on the whole or for one organisation. */
export function ExplainDialog({ actor, onClose }: { actor: Picked | null; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const language = useLanguage()
  const { data: permissions } = useQuery(permissionsQuery)
  const [who, setWho] = useState<Picked | null>(actor)
  const [permission, setPermission] = useState<Option | null>(null)
  const [subject, setSubject] = useState<Picked | null>(null)
  const question = { permission: permission?.id ?? '', ...(who ? { actor: who.id } : {}), ...(subject ? { subject_kind: 'organisation', subject_id: subject.id } : {}) }
  const { data, error } = useQuery({ ...explainQuery(question), enabled: permission !== null })
  async function load(text: string): Promise<Option[]> {
    const wanted = fold(text.trim())
    return (permissions ?? []).filter((one) => fold(`${one[language]} ${one.name}`).includes(wanted)).map((one) => ({ id: one.name, label: one[language], note: one.name }))
  }
  return (
    <Dialog isOpen onClose={onClose} title={t('explain.title')} footer={<Button onPress={onClose}>{t('close')}</Button>}>
      <div className="dw-form">
        <p className="dw-muted">{t('explain.text')}</p>
        <UserPicker label={t('explain.who')} optional value={who} onChange={setWho} description={who ? undefined : t('explain.me')} />
        <ComboBox label={t('explain.what')} value={permission} onChange={setPermission} load={load} />
        <OrganisationPicker label={t('explain.where')} optional value={subject} onChange={setSubject} />
        <div aria-live="polite">
          {permission === null ? null : error ? <ProblemNote problem={asProblem(error)} /> : data ? <Answer view={data} who={who} /> : <Skeleton lines={3} />}
        </div>
      </div>
    </Dialog>
  )
}

function Answer({ view, who }: { view: ExplainView; who: Picked | null }) {
  const { t } = useTranslation('administration')
  const yes = view.granted && view.subject?.reached !== false
  const name = who?.name ?? t('explain.you')
  const reason = view.withheld_by_scopes ? t('explain.withheld') : !view.granted ? t('explain.no_grant') : view.subject?.reached === false ? t('explain.not_reached') : view.everybody ? t('explain.everybody') : t('explain.through')
  return (
    <section className={`dw-answer ${yes ? 'dw-answer--yes' : 'dw-answer--no'}`}>
      <p className="dw-answer-head">{yes ? <CheckIcon aria-hidden="true" /> : <DangerIcon aria-hidden="true" />}{yes ? t('explain.yes', { name, what: view.allows ?? view.permission }) : t('explain.no', { name, what: view.allows ?? view.permission })}</p>
      <p>{reason}</p>
      {view.through.length > 0 ? (
        <ul className="dw-lines">
          {view.through.map((grant) => (
            <li key={grant.grant_id}>
              <span className="dw-grow"><strong>{grant.role.name}</strong>{' · '}{grant.scope ? <NameOf of={grant.scope} /> : t('scope.everything')}</span>
              {grant.team ? <span className="dw-muted">{t('explain.by_team')} <NameOf of={grant.team} /></span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {!yes && view.roles.length > 0 ? <p className="dw-muted">{t('explain.roles', { roles: view.roles.map((role) => role.name).join(', ') })}</p> : null}
    </section>
  )
}
