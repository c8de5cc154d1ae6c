import { useTranslation } from 'react-i18next'
import { api, read } from '@/api/client'
import type { Page } from '@/api/query'
import type { ApiClientView } from '@/api/types'
import { ComboBox } from '@/ui/ComboBox'
import { toOption, toPicked, type PickerProps } from './picked'

async function load(text: string, signal: AbortSignal) {
  const page: Page<ApiClientView> = await read(api.GET('/api/v1/api-clients', { params: { query: { limit: 20, ...(text.trim() ? { q: text.trim() } : {}) } }, signal }))
  return page.items.map((client) => ({ id: client.id, label: client.name }))
}

/** A program that logs in by itself, by name. */
export function ClientPicker({ value, onChange, label, ...field }: PickerProps) {
  const { t } = useTranslation('pickers')
  return <ComboBox {...field} label={label ?? t('api_client')} value={toOption(value)} onChange={(option) => onChange(toPicked(option))} load={load} />
}
