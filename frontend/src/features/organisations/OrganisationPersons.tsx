import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-aria-components'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { OrganisationView } from '@/api/types'
import { useFunctionName } from '@/pickers/labels'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { PlusIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'
import { Contact } from './Contact'
import { PersonCreateDialog } from './PersonCreateDialog'
import { personList } from './queries'

/** Who speaks for an organisation, in what function, and how to reach them. */
export function OrganisationPersons({ organisation, heading: Heading }: { organisation: OrganisationView; heading: 'h2' | 'h3' }) {
  const { t } = useTranslation('organisations')
  const functionName = useFunctionName()
  const may = useMay()
  const [creating, setCreating] = useState(false)
  const { rows, problem } = useList(personList({ organisation: organisation.id }))
  return (
    <>
      <div className="dw-section-head">
        <Heading>{t('persons.of')}</Heading>
        {may('person:write') ? <Button small icon={<PlusIcon aria-hidden="true" />} onPress={() => setCreating(true)}>{t('person.create')}</Button> : null}
      </div>
      {problem ? <ProblemNote problem={problem} /> : rows === undefined ? <Skeleton lines={3} /> : rows.length === 0 ? <p className="dw-muted">{t('persons.none_here')}</p> : (
        <ul className="dw-org-lines">
          {rows.map((person) => (
            <li key={person.id}>
              <span className="dw-grow">
                <Link href={`/organisations/persons/${person.id}`}>{person.name}</Link>
                <span className="dw-muted dw-small">{` ${person.functions.filter((one) => one.organisation.id === organisation.id).map((one) => functionName(one.function)).join(', ')}`}</span>
              </span>
              <Contact person={person} />
            </li>
          ))}
        </ul>
      )}
      {creating ? <PersonCreateDialog organisation={{ id: organisation.id, name: organisation.name }} onClose={() => setCreating(false)} onDone={() => setCreating(false)} /> : null}
    </>
  )
}
