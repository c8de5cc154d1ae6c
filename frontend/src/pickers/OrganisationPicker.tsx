import { useTranslation } from 'react-i18next'
import { api, read } from '@/api/client'
import type { Page } from '@/api/query'
import type { OrganisationKind, OrganisationRow } from '@/api/types'
import { ComboBox } from '@/ui/ComboBox'
import type { Option } from '@/ui/Select'
import { toOption, toPicked, type PickerProps } from './picked'

export interface OrganisationPickerProps extends PickerProps {
  /** Only organisations of these kinds. */
  kinds?: OrganisationKind[]
  /** Only this organisation and those below it. */
  below?: string
}

/** An organisation by name, AGS, ARS or own key. The second line says what it is and where it stands. */
export function OrganisationPicker({ kinds, below, label, value, onChange, ...field }: OrganisationPickerProps) {
  const { t } = useTranslation('pickers')
  async function load(text: string, signal: AbortSignal): Promise<Option[]> {
    const query = { limit: 20, ...(text.trim() === '' ? {} : { q: text.trim() }), ...(kinds ? { kind: kinds } : {}), ...(below ? { below } : {}) }
    const page: Page<OrganisationRow> = await read(api.GET('/api/v1/organisations', { params: { query }, signal }))
    return page.items.map((row) => ({ id: row.id, label: row.name, note: [t(`kind.${row.kind}`), row.ags ?? row.own_key, row.parent?.name].filter(Boolean).join(' · ') }))
  }
  return <ComboBox {...field} label={label ?? t('organisation')} placeholder={t('organisation_hint')} value={toOption(value)} onChange={(option) => onChange(toPicked(option))} load={load} />
}
