import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FunctionKind, PersonView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { FUNCTIONS, useFunctionName } from '@/pickers/labels'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import type { Picked } from '@/pickers/picked'
import { Button, IconButton } from '@/ui/Button'
import { FormDialog } from '@/ui/FormDialog'
import { CloseIcon, PlusIcon } from '@/ui/icons'
import { Select } from '@/ui/Select'
import { toasts } from '@/ui/toasts'
import { PersonFields, type PersonDraft } from './PersonFields'
import { useCreatePerson } from './queries'

interface FunctionDraft {
  key: number
  organisation: Picked | null
  function: FunctionKind
}

const filled = (text: string) => (text.trim() === '' ? null : text.trim())

/** A person is somebody in a function: name, contact data and at least one place they speak for. */
export function PersonCreateDialog({ organisation, onClose, onDone }: { organisation: Picked | null; onClose: () => void; onDone: (made: PersonView) => void }) {
  const { t } = useTranslation('organisations')
  const say = useProblemText()
  const [draft, setDraft] = useState<PersonDraft>({ title: '', given_name: '', family_name: '', email: '', phone: '' })
  const [functions, setFunctions] = useState<FunctionDraft[]>([{ key: 0, organisation, function: 'digital_officer' }])
  const [tried, setTried] = useState(false)
  const create = useCreatePerson((made) => { toasts.show({ text: t('person.created', { name: made.name }) }); onDone(made) })
  const { problem } = create
  function send() {
    setTried(true)
    if (functions.some((one) => one.organisation === null)) return
    create.mutate({
      title: filled(draft.title), given_name: filled(draft.given_name), family_name: draft.family_name.trim(), email: filled(draft.email), phone: filled(draft.phone),
      functions: functions.flatMap((one) => (one.organisation ? [{ organisation_id: one.organisation.id, function: one.function }] : [])),
    })
  }
  return (
    <FormDialog title={t('person.create')} submit={t('create.send')} onClose={onClose} onSubmit={send} isPending={create.isPending} problem={problem ? say(problem) : undefined} wide>
      <PersonFields draft={draft} onChange={setDraft} error={(pointer) => problem?.at(pointer)} />
      <fieldset className="dw-functions dw-fieldset">
        <legend className="dw-label">{t('person.functions')}</legend>
        {functions.map((one, index) => (
          <FunctionRow
            key={one.key} value={one} index={index} missing={tried && one.organisation === null} error={problem?.at(`/functions/${index}/organisation_id`)}
            onChange={(next) => setFunctions(functions.map((other) => (other.key === one.key ? next : other)))}
            onRemove={functions.length > 1 ? () => setFunctions(functions.filter((other) => other.key !== one.key)) : undefined}
          />
        ))}
        <div><Button small variant="quiet" icon={<PlusIcon aria-hidden="true" />} onPress={() => setFunctions([...functions, { key: Math.max(...functions.map((one) => one.key)) + 1, organisation: null, function: 'subject_contact' }])}>{t('person.add_function')}</Button></div>
      </fieldset>
    </FormDialog>
  )
}

interface FunctionRowProps {
  value: FunctionDraft
  index: number
  missing: boolean
  error: string | undefined
  onChange: (value: FunctionDraft) => void
  onRemove: (() => void) | undefined
}

function FunctionRow({ value, index, missing, error, onChange, onRemove }: FunctionRowProps) {
  const { t } = useTranslation('organisations')
  const functionName = useFunctionName()
  return (
    <div className="dw-function-row">
      <OrganisationPicker pointer={`/functions/${index}/organisation_id`} value={value.organisation} onChange={(organisation) => onChange({ ...value, organisation })} error={missing ? t('person.organisation_missing') : error} isRequired />
      <Select label={t('person.function')} pointer={`/functions/${index}/function`} value={value.function} onChange={(id) => onChange({ ...value, function: (id ?? 'other') as FunctionKind })} options={FUNCTIONS.map((id) => ({ id, label: functionName(id) }))} />
      {onRemove ? <IconButton label={t('person.remove_function')} icon={<CloseIcon />} onPress={onRemove} /> : <span />}
    </div>
  )
}
