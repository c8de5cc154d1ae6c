import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { one, type SearchValues } from '@/lib/search'
import { Select } from '@/ui/Select'
import { yearsAround } from './words'

/** The year in the address, the present one where there is none. */
export function useYear(): number {
  const search = useSearch({ strict: false }) as SearchValues
  const asked = Number(one(search.year))
  return Number.isInteger(asked) && asked >= 2020 && asked <= 2100 ? asked : new Date().getFullYear()
}

export function YearSelect() {
  const { t } = useTranslation('levy')
  const navigate = useNavigate()
  const year = useYear()
  const years = [...new Set([...yearsAround(new Date()), year])].toSorted((a, b) => b - a)
  const change = (id: string | null) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, year: id ?? undefined })) as never, replace: true })
  return <Select label={t('year')} value={String(year)} onChange={change} options={years.map((id) => ({ id: String(id), label: String(id) }))} />
}
