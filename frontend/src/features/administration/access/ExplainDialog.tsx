import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explainQuery } from '@/api/explain'
import { asProblem } from '@/api/problem'
import { ExplainAnswer } from '@/pickers/ExplainAnswer'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import type { Picked } from '@/pickers/picked'
import { ProblemNote } from '@/pickers/ProblemNote'
import { UserPicker } from '@/pickers/UserPicker'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { ComboBox } from '@/ui/ComboBox'
import type { Option } from '@/ui/Select'
import { Skeleton } from '@/ui/Skeleton'
import { fold } from '@/lib/text'
import { useLanguage } from '@/ui/When'
import { permissionsQuery } from './queries'

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
          {permission === null ? null : error ? <ProblemNote problem={asProblem(error)} /> : data ? <ExplainAnswer view={data} name={who?.name ?? undefined} /> : <Skeleton lines={3} />}
        </div>
      </div>
    </Dialog>
  )
}
