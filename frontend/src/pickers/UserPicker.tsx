import { useTranslation } from 'react-i18next'
import { api, read } from '@/api/client'
import type { Page } from '@/api/query'
import type { UserView } from '@/api/types'
import { ComboBox } from '@/ui/ComboBox'
import type { Option } from '@/ui/Select'
import { toOption, toPicked, type PickerProps } from './picked'

/** A user who can log in, by name or login. `team` narrows to its members. */
export function UserPicker({ team, label, value, onChange, ...field }: PickerProps & { team?: string }) {
  const { t } = useTranslation('pickers')
  async function load(text: string, signal: AbortSignal): Promise<Option[]> {
    const query = { limit: 20, status: ['active' as const], ...(text.trim() === '' ? {} : { q: text.trim() }), ...(team ? { team: [team] } : {}) }
    const page: Page<UserView> = await read(api.GET('/api/v1/users', { params: { query }, signal }))
    return page.items.map((user) => ({ id: user.id, label: user.name, note: user.login }))
  }
  return <ComboBox {...field} label={label ?? t('user')} value={toOption(value)} onChange={(option) => onChange(toPicked(option))} load={load} />
}
