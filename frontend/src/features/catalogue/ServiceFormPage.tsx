import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { ServiceMaturity, ServiceView } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button, LinkButton } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { NumberField } from '@/ui/NumberField'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { Select } from '@/ui/Select'
import { PageSkeleton } from '@/ui/Skeleton'
import { TextArea, TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { changesOf, formOf, gapsOf, type ServiceForm } from './serviceForm'
import { serviceQuery, useSaveService } from './queries'
import { LEVELS, PACKAGES } from './words'
import './catalogue.css'

/** A new service, or the members of one that exists. */
export function ServiceFormPage() {
  const { id } = useParams({ strict: false }) as { id?: string }
  const query = useQuery({ ...serviceQuery(id ?? ''), enabled: id !== undefined })
  if (query.error && !query.data) return <div className="dw-page"><ProblemNote problem={asProblem(query.error)} /></div>
  if (id !== undefined && !query.data) return <PageSkeleton />
  return <Form service={query.data?.view} />
}

function Form({ service }: { service: ServiceView | undefined }) {
  const { t } = useTranslation('catalogue')
  const navigate = useNavigate()
  const [form, setForm] = useState<ServiceForm>(() => formOf(service))
  // What the form began with: only what differs from it is sent, so that nobody's change elsewhere is undone.
  const [before] = useState<ServiceForm>(() => formOf(service))
  const [gaps, setGaps] = useState<string[]>([])
  const save = useSaveService(service, (saved) => { toasts.show({ text: t('form.saved', { name: saved.name }) }); void navigate({ to: `/services/${saved.id}` as never }) })
  const change = (patch: Partial<ServiceForm>) => setForm((now) => ({ ...now, ...patch }))
  const error = (pointer: string) => (gaps.includes(pointer) ? t('form.missing') : save.problem?.at(pointer))
  const text = (key: 'key' | 'name' | 'ozg_id' | 'implementing_land' | 'routing' | 'source' | 'interfaces') => ({ label: t(`service.${key}`), pointer: `/${key}`, value: form[key], onChange: (value: string) => change({ [key]: value }), error: error(`/${key}`) })
  function send(event: FormEvent) {
    event.preventDefault()
    const missing = gapsOf(form)
    setGaps(missing)
    if (missing.length === 0) save.mutate(changesOf(form, service ? before : undefined))
  }
  const back = service ? `/services/${service.id}` : '/services'
  return (
    <div className="dw-page">
      <PageHeader title={service ? t('form.edit', { name: service.name }) : t('services.new')} crumbs={[{ label: t('services.title'), href: '/services' }]} />
      <form className="ca-form" onSubmit={send} noValidate>
        {gaps.length > 0 ? <ProblemSummary title={t('form.incomplete')} problems={gaps.map((pointer) => ({ pointer, message: t('form.missing_named', { name: t(`service.${pointer.slice(1)}` as 'service.key') }) }))} /> : <ProblemNote problem={save.problem} />}
        <section className="dw-card ca-grid">
          <TextField {...text('name')} maxLength={200} isRequired />
          <TextField {...text('key')} maxLength={60} isDisabled={service !== undefined} description={service ? t('form.key_fixed') : t('form.key_hint')} isRequired />
          <Select label={t('service.level')} pointer="/level" value={form.level} onChange={(level) => change({ level })} options={LEVELS.map((id) => ({ id, label: t(`level.${id}`), note: t(`level_text.${id}`) }))} error={error('/level')} />
          <Select label={t('service.package')} pointer="/package" value={form.package} onChange={(category) => change({ package: category })} options={PACKAGES.map((id) => ({ id, label: t(`package.${id}`) }))} error={error('/package')} />
          <TextField {...text('ozg_id')} inputMode="numeric" maxLength={5} optional />
          <TextField {...text('interfaces')} description={t('form.commas')} optional />
          <TextArea label={t('service.leika_keys')} pointer="/leika_keys" value={form.leika_keys} onChange={(value) => change({ leika_keys: value })} rows={2} description={t('form.leika_hint')} error={error('/leika_keys') ?? save.problem?.errors.find((one) => one.pointer.startsWith('/leika_keys/'))?.message} optional />
          <TextField {...text('routing')} optional />
        </section>
        <section className="dw-card ca-grid">
          <OrganisationPicker label={t('service.provider')} pointer="/provider_id" value={form.provider} onChange={(provider) => change({ provider })} error={error('/provider_id')} optional />
          <OrganisationPicker label={t('service.operator')} pointer="/operator_id" value={form.operator} onChange={(operator) => change({ operator })} error={error('/operator_id')} optional />
          <TextField {...text('implementing_land')} optional />
          <Maturity form={form} change={change} error={error('/maturity/level') ?? error('/maturity')} />
          <DateField label={t('service.active_from')} pointer="/active_from" value={form.active_from} onChange={(active_from) => change({ active_from })} error={error('/active_from')} optional />
          <DateField label={t('service.active_to')} pointer="/active_to" value={form.active_to} onChange={(active_to) => change({ active_to })} error={error('/active_to')} optional />
          <TextArea label={t('service.note')} pointer="/note" value={form.note} onChange={(note) => change({ note })} maxLength={2000} error={error('/note')} optional />
          <TextField {...text('source')} maxLength={500} optional />
        </section>
        <div className="ca-foot"><LinkButton href={back}>{t('cancel')}</LinkButton><Button type="submit" variant="primary" isPending={save.isPending}>{t('save')}</Button></div>
      </form>
    </div>
  )
}

function Maturity({ form, change, error }: { form: ServiceForm; change: (patch: Partial<ServiceForm>) => void; error: string | undefined }) {
  const { t } = useTranslation('catalogue')
  return (
    <div className="ca-pair">
      <Select label={t('service.maturity_model')} pointer="/maturity" value={form.maturity_model} onChange={(id) => change({ maturity_model: (id ?? 'none') as ServiceMaturity['model'] | 'none' })} options={[{ id: 'none', label: t('service.maturity_none') }, { id: '1.1', label: t('service.maturity_1') }, { id: '2.0', label: t('service.maturity_2') }]} />
      <NumberField label={t('service.maturity')} pointer="/maturity/level" value={form.maturity_level} onChange={(maturity_level) => change({ maturity_level })} minValue={0} maxValue={form.maturity_model === '1.1' ? 4 : 7} isDisabled={form.maturity_model === 'none'} error={error} />
    </div>
  )
}
