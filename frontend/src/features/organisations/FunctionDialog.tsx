import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FunctionKind, PersonView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { FUNCTIONS, useFunctionName } from '@/pickers/labels'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import type { Picked } from '@/pickers/picked'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { Select } from '@/ui/Select'
import { toasts } from '@/ui/toasts'
import { useAddFunction } from './queries'

/** One more place a person speaks for. */
export function FunctionDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const { t } = useTranslation('organisations')
  const functionName = useFunctionName()
  const say = useProblemText()
  const [organisation, setOrganisation] = useState<Picked | null>(null)
  const [kind, setKind] = useState<FunctionKind>('subject_contact')
  const [from, setFrom] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const add = useAddFunction(person.id, () => { toasts.show({ text: t('person.function_added') }); onClose() })
  const { problem } = add
  function send() {
    setTried(true)
    if (organisation) add.mutate({ organisation_id: organisation.id, function: kind, ...(from ? { valid_from: from } : {}) })
  }
  return (
    <FormDialog title={t('person.add_function')} submit={t('create.send')} onClose={onClose} onSubmit={send} isPending={add.isPending} problem={problem ? say(problem) : undefined}>
      <OrganisationPicker pointer="/organisation_id" value={organisation} onChange={setOrganisation} error={tried && !organisation ? t('person.organisation_missing') : problem?.at('/organisation_id')} isRequired />
      <Select label={t('person.function')} pointer="/function" value={kind} onChange={(id) => setKind((id ?? 'other') as FunctionKind)} options={FUNCTIONS.map((id) => ({ id, label: functionName(id) }))} error={problem?.at('/function')} />
      <DateField label={t('person.valid_from')} pointer="/valid_from" optional value={from} onChange={setFrom} error={problem?.at('/valid_from')} />
    </FormDialog>
  )
}
