import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { useMay } from '@/api/me'
import type { PersonFunction, PersonView } from '@/api/types'
import { useFunctionName } from '@/pickers/labels'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { Confirm } from '@/ui/Dialog'
import { EditIcon, PlusIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { ContactValue } from './Contact'
import { FunctionDialog } from './FunctionDialog'
import { HandoverDialog } from './HandoverDialog'
import { History } from './History'
import { PersonEditDialog } from './PersonEditDialog'
import { person, personHistory, useEndFunction } from './queries'
import './organisations.css'

/** One person with contact data, functions and history. */
export function PersonPage() {
  const { t } = useTranslation('organisations')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(person(id))
  if (error && !data) return <PageProblem error={error} back={{ label: t('nav.persons'), href: '/organisations/persons' }} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} current={data} />
}

function Loaded({ current }: { current: Tagged<PersonView> }) {
  const { t } = useTranslation('organisations')
  const { view } = current
  const [editing, setEditing] = useState(false)
  const [handing, setHanding] = useState(false)
  const may = useMay()
  const history = useQuery(personHistory(view.id))
  const edit = view.can.includes('update') ? <Button icon={<EditIcon aria-hidden="true" />} onPress={() => setEditing(true)}>{t('edit.open')}</Button> : undefined
  return (
    <div className="dw-page">
      <PageHeader title={view.name} crumbs={[{ label: t('persons.title'), href: '/organisations/persons' }]} actions={<>{may('party:maintain') ? <Button onPress={() => setHanding(true)}>{t('handover.open')}</Button> : null}{edit}</>} />
      <div className="dw-columns">
        <div className="dw-stack">
          <section className="dw-card dw-section">
            <h2>{t('person.contact')}</h2>
            <DescriptionList items={[{ term: t('person.email'), value: <ContactValue person={view} field="email" /> }, { term: t('person.phone'), value: <ContactValue person={view} field="phone" /> }]} />
            {view.hidden.length > 0 ? <p className="dw-small dw-muted">{t('person.hidden_text')}</p> : null}
          </section>
          <Functions view={view} />
        </div>
        <div className="dw-stack">
          <section className="dw-card dw-section">
            <h2>{t('history.title')}</h2>
            <History entries={history.data} error={history.error} />
          </section>
        </div>
      </div>
      {handing ? <HandoverDialog person={view} onClose={() => setHanding(false)} /> : null}
      {editing ? <PersonEditDialog current={current} onClose={() => setEditing(false)} /> : null}
    </div>
  )
}

function Functions({ view }: { view: PersonView }) {
  const { t } = useTranslation('organisations')
  const functionName = useFunctionName()
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<PersonFunction | null>(null)
  const end = useEndFunction(view.id, () => { setEnding(null); toasts.show({ text: t('person.function_ended') }) })
  const may = view.can.includes('add_function')
  return (
    <section className="dw-card dw-section">
      <div className="dw-section-head">
        <h2>{t('person.functions')}</h2>
        {may ? <Button small icon={<PlusIcon aria-hidden="true" />} onPress={() => setAdding(true)}>{t('person.add_function')}</Button> : null}
      </div>
      <ProblemNote problem={end.problem} />
      <ul className="dw-org-lines">
        {view.functions.map((one) => (
          <li key={one.id}>
            <span className="dw-grow"><strong>{functionName(one.function)}</strong>{' · '}<NameOf of={one.organisation} href={`/organisations/${one.organisation.id}`} /></span>
            {one.valid_from ? <span className="dw-muted dw-small">{t('person.since')} <When value={one.valid_from} /></span> : null}
            {one.valid_to ? <Badge>{t('person.until')}&nbsp;<When value={one.valid_to} /></Badge> : may ? <Button small variant="quiet" onPress={() => setEnding(one)}>{t('person.end_function')}</Button> : null}
          </li>
        ))}
      </ul>
      {adding ? <FunctionDialog person={view} onClose={() => setAdding(false)} /> : null}
      <Confirm isOpen={ending !== null} onClose={() => setEnding(null)} title={t('person.end_title', { name: view.name })} confirm={t('person.end_function')} onConfirm={() => ending && end.mutate(ending.id)} isPending={end.isPending}>
        <p>{ending ? t('person.end_text', { function: functionName(ending.function), organisation: ending.organisation.name ?? t('hidden') }) : null}</p>
      </Confirm>
    </section>
  )
}
