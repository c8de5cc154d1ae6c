import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named, WaveView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { Checkbox } from '@/ui/Checkbox'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { NumberField } from '@/ui/NumberField'
import { Select } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import { programmes } from '@/pickers/choices'
import { useWaveCreate } from './queries'

interface WaveDialogProps {
  onClose: () => void
  onDone: (wave: WaveView) => void
}

/** Which services, where, by when, and how many a week. Nothing happens to rollouts yet. */
export function WaveDialog({ onClose, onDone }: WaveDialogProps) {
  const { t } = useTranslation('waves')
  const say = useProblemText()
  const all = (useQuery(programmes).data?.items ?? []).filter((one) => one.status === 'active')
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const programme = all.find((one) => one.id === chosen) ?? (all.length === 1 ? all[0] : undefined)
  const [region, setRegion] = useState<Named | null>(null)
  const [services, setServices] = useState<ReadonlySet<string>>(new Set())
  const [keyDate, setKeyDate] = useState<string | null>(null)
  const [capacity, setCapacity] = useState<number | null>(null)
  const [missing, setMissing] = useState(false)
  const create = useWaveCreate(onDone)
  const at = (pointer: string, value: unknown) => create.problem?.at(pointer) ?? (missing && !value ? t('missing') : undefined)
  function send() {
    if (!name.trim() || !programme || !keyDate) { setMissing(true); return }
    create.mutate({ name: name.trim(), programme_id: programme.id, region_id: region?.id ?? null, service_ids: [...services], body_ids: [], key_date: keyDate, capacity_per_week: capacity })
  }
  const toggle = (id: string, on: boolean) => { const next = new Set(services); if (on) next.add(id); else next.delete(id); setServices(next) }
  return (
    <FormDialog title={t('plan')} submit={t('create')} onClose={onClose} onSubmit={send} isPending={create.isPending} problem={create.problem ? say(create.problem) : undefined} wide>
      <TextField label={t('name')} pointer="/name" value={name} onChange={setName} error={at('/name', name.trim())} />
      <Select label={t('programme')} pointer="/programme_id" value={programme?.id ?? null} onChange={(id) => { setChosen(id); setServices(new Set()) }} options={all.map((one) => ({ id: one.id, label: one.name }))} error={at('/programme_id', programme)} />
      <OrganisationPicker label={t('region')} pointer="/region_id" value={region} onChange={setRegion} description={t('region_hint')} optional kinds={['land', 'government_district', 'district', 'association']} />
      {programme ? (
        <fieldset className="dw-fieldset">
          <legend>{services.size === 0 ? t('services_all', { count: programme.services.length }) : t('services_some', { count: services.size })}</legend>
          <div className="dw-choices wave-services">
            {programme.services.map((one) => <Checkbox key={one.id} isSelected={services.has(one.id)} onChange={(on) => toggle(one.id, on)}>{one.name ?? one.key ?? one.id}</Checkbox>)}
          </div>
        </fieldset>
      ) : null}
      <DateField label={t('key_date')} pointer="/key_date" value={keyDate} onChange={setKeyDate} description={t('key_date_hint')} error={at('/key_date', keyDate)} />
      <NumberField label={t('capacity')} pointer="/capacity_per_week" value={capacity} onChange={setCapacity} minValue={1} maxValue={10000} description={t('capacity_hint')} optional error={create.problem?.at('/capacity_per_week')} />
    </FormDialog>
  )
}
