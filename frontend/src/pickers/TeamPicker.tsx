import { useTranslation } from 'react-i18next'
import { api, read } from '@/api/client'
import type { Page } from '@/api/query'
import type { TeamView } from '@/api/types'
import { ComboBox } from '@/ui/ComboBox'
import type { Option } from '@/ui/Select'
import { toOption, toPicked, type PickerProps } from './picked'

/** A team by name. */
export function TeamPicker({ label, value, onChange, ...field }: PickerProps) {
  const { t } = useTranslation('pickers')
  async function load(text: string, signal: AbortSignal): Promise<Option[]> {
    const query = { limit: 20, ...(text.trim() === '' ? {} : { q: text.trim() }) }
    const page: Page<TeamView> = await read(api.GET('/api/v1/teams', { params: { query }, signal }))
    return page.items.map((team) => ({ id: team.id, label: team.name, note: t('members', { count: team.members.length }) }))
  }
  return <ComboBox {...field} label={label ?? t('team')} value={toOption(value)} onChange={(option) => onChange(toPicked(option))} load={load} />
}
