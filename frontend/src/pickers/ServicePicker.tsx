import { useTranslation } from 'react-i18next'
import { api, read } from '@/api/client'
import type { Page } from '@/api/query'
import type { Named, ServiceView } from '@/api/types'
import { ComboBox } from '@/ui/ComboBox'
import type { Option } from '@/ui/Select'
import { toOption, type PickerProps } from './picked'

export interface ServicePickerProps extends PickerProps {
  /** Only services active today. */
  activeOnly?: boolean
}

const pick = (option: Option | null): Named | null => (option ? { id: option.id, name: option.label, key: option.note ?? null } : null)

/** A service of the catalogue by name, key, OZG id or LeiKa key. The second line is its key, which comes back as `key`. */
export function ServicePicker({ label, value, onChange, activeOnly, ...field }: ServicePickerProps) {
  const { t } = useTranslation('pickers')
  async function load(text: string, signal: AbortSignal): Promise<Option[]> {
    const query = { limit: 20, ...(text.trim() === '' ? {} : { q: text.trim() }), ...(activeOnly ? { active: true } : {}) }
    const page: Page<ServiceView> = await read(api.GET('/api/v1/services', { params: { query }, signal }))
    return page.items.map(({ id, name, key }) => ({ id, label: name, note: key }))
  }
  return <ComboBox {...field} label={label ?? t('service')} placeholder={t('service_hint')} value={toOption(value)} onChange={(option) => onChange(pick(option))} load={load} />
}
