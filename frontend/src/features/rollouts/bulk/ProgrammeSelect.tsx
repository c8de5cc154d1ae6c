import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { programmes } from '@/pickers/choices'
import { Select } from '@/ui/Select'
import { NONE } from './command'

/** A programme, or none. */
export function ProgrammeSelect({ value, onChange, error }: { value: string | null; onChange: (id: string | null) => void; error?: string | undefined }) {
  const { t } = useTranslation('rollouts')
  const all = useQuery(programmes).data?.items ?? []
  return <Select label={t('bulk.programme')} pointer="/act/command/programme_id" value={value} onChange={onChange} options={[...all.map(({ id, name }) => ({ id, label: name })), { id: NONE, label: t('bulk.programme_none') }]} error={error} />
}
