import { useTranslation } from 'react-i18next'
import { api, read } from '@/api/client'
import type { Page } from '@/api/query'
import type { PersonView } from '@/api/types'
import { ComboBox } from '@/ui/ComboBox'
import type { Option } from '@/ui/Select'
import { toOption, toPicked, type PickerProps } from './picked'

/** A person by name in any spelling; `organisation` narrows to those who speak for it. */
export function PersonPicker({ organisation, label, value, onChange, ...field }: PickerProps & { organisation?: string }) {
  const { t } = useTranslation('pickers')
  async function load(text: string, signal: AbortSignal): Promise<Option[]> {
    const query = { limit: 20, ...(text.trim() === '' ? {} : { q: text.trim() }), ...(organisation ? { organisation } : {}) }
    const page: Page<PersonView> = await read(api.GET('/api/v1/persons', { params: { query }, signal }))
    return page.items.map((person) => ({
      id: person.id,
      label: person.name,
      note: person.functions.map((one) => `${t(`function.${one.function}`)}, ${one.organisation.name ?? t('hidden')}`).join(' · '),
    }))
  }
  return <ComboBox {...field} label={label ?? t('person')} value={toOption(value)} onChange={(option) => onChange(toPicked(option))} load={load} />
}
