import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { Problem } from '@/api/problem'
import type { ServiceMaturity, ServiceView } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { EditNote, sayDay, useEdit, type EditOptions } from '@/pickers/useEdit'
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
  const { t } = useTranslation('catalogue')
  if (id === undefined) return <NewService />
  if (query.data) return <EditService key={id} current={query.data} />
  return query.error ? <PageProblem error={query.error} back={{ label: t('services.title'), href: '/services' }} /> : <PageSkeleton />
}

function useSaved() {
  const { t } = useTranslation('catalogue')
  const navigate = useNavigate()
  return (saved: ServiceView) => { toasts.show({ text: t('form.saved', { name: saved.name }) }); void navigate({ to: `/services/${saved.id}` as never }) }
}

function NewService() {
  const { t } = useTranslation('catalogue')
  const [form, setForm] = useState<ServiceForm>(() => formOf(undefined))
  const save = useSaveService(undefined, useSaved())
  return (
    <Form
      title={t('services.new')} service={undefined} form={form} change={(patch) => setForm((now) => ({ ...now, ...patch }))}
      problem={save.problem} note={<ProblemNote problem={save.problem} />} isPending={save.isPending} onSend={() => save.mutate({ body: changesOf(form, undefined) })}
    />
  )
}

function EditService({ current }: { current: Tagged<ServiceView> }) {
  const { t } = useTranslation('catalogue')
  const navigate = useNavigate()
  const save = useSaveService(current.view.id, useSaved())
  const fields = useServiceFields()
  const edit = useEdit({
    current, draftOf: formOf, fields, change: save, onSame: () => void navigate({ to: `/services/${current.view.id}` as never }),
    // Only what differs from what the form began with is sent, so that nobody's change elsewhere is undone.
    inputOf(form, before, { etag }) {
      const body = changesOf(form, before)
      return Object.keys(body).length > 0 ? { body, etag } : undefined
    },
  })
  return (
    <Form
      title={t('form.edit', { name: edit.base.view.name })} service={edit.base.view} form={edit.draft} change={edit.set}
      problem={save.problem} note={<EditNote edit={edit} />} isPending={edit.isPending} onSend={() => edit.save()}
    />
  )
}

/** What each value is called and how it reads, for two values side by side. */
function useServiceFields(): EditOptions<ServiceView, ServiceForm, never>['fields'] {
  const { t } = useTranslation('catalogue')
  const named = { say: (one: ServiceForm['provider']) => one?.name }
  const dated = { say: sayDay }
  return {
    key: { label: t('service.key') }, name: { label: t('service.name') }, ozg_id: { label: t('service.ozg_id') }, interfaces: { label: t('service.interfaces') }, leika_keys: { label: t('service.leika_keys') }, portal_ids: { label: t('service.portal_ids') },
    level: { label: t('service.level'), say: (level) => (level ? t(`level.${level}`) : null) }, package: { label: t('service.package'), say: (one) => (one ? t(`package.${one}`) : null) },
    provider: { label: t('service.provider'), ...named }, operator: { label: t('service.operator'), ...named }, implementing_land: { label: t('service.implementing_land') }, routing: { label: t('service.routing') },
    maturity_model: { label: t('service.maturity_model'), say: (model) => (model === 'none' ? t('service.maturity_none') : model) }, maturity_level: { label: t('service.maturity') },
    active_from: { label: t('service.active_from'), ...dated }, active_to: { label: t('service.active_to'), ...dated }, note: { label: t('service.note') }, source: { label: t('service.source') },
  }
}

interface FormProps {
  title: string
  /** The one that is edited; undefined for a new one. */
  service: ServiceView | undefined
  form: ServiceForm
  change: (patch: Partial<ServiceForm>) => void
  problem: Problem | undefined
  /** What was refused, or two values to choose from. */
  note: ReactNode
  isPending: boolean
  onSend: () => void
}

function Form({ title, service, form, change, problem, note, isPending, onSend }: FormProps) {
  const { t } = useTranslation('catalogue')
  const [gaps, setGaps] = useState<string[]>([])
  const error = (pointer: string) => (gaps.includes(pointer) ? t('form.missing') : problem?.at(pointer))
  const text = (key: 'key' | 'name' | 'ozg_id' | 'implementing_land' | 'routing' | 'source' | 'interfaces' | 'portal_ids') => ({ label: t(`service.${key}`), pointer: `/${key}`, value: form[key], onChange: (value: string) => change({ [key]: value }), error: error(`/${key}`) })
  function send(event: FormEvent) {
    event.preventDefault()
    const missing = gapsOf(form)
    setGaps(missing)
    if (missing.length === 0 && !isPending) onSend()
  }
  const back = service ? `/services/${service.id}` : '/services'
  return (
    <div className="dw-page">
      <PageHeader title={title} crumbs={[{ label: t('services.title'), href: '/services' }, ...(service ? [{ label: service.name, href: back }] : [])]} />
      <form className="ca-form" onSubmit={send} noValidate>
        {gaps.length > 0 ? <ProblemSummary title={t('form.incomplete')} problems={gaps.map((pointer) => ({ pointer, message: t('form.missing_named', { name: t(`service.${pointer.slice(1)}` as 'service.key') }) }))} /> : note}
        <section className="dw-card ca-grid">
          <TextField {...text('name')} maxLength={200} isRequired />
          <TextField {...text('key')} maxLength={60} isDisabled={service !== undefined} description={service ? t('form.key_fixed') : t('form.key_hint')} isRequired />
          <Select label={t('service.level')} pointer="/level" value={form.level} onChange={(level) => change({ level })} options={LEVELS.map((id) => ({ id, label: t(`level.${id}`), note: t(`level_text.${id}`) }))} error={error('/level')} />
          <Select label={t('service.package')} pointer="/package" value={form.package} onChange={(category) => change({ package: category })} options={PACKAGES.map((id) => ({ id, label: t(`package.${id}`) }))} error={error('/package')} />
          <TextField {...text('ozg_id')} inputMode="numeric" maxLength={5} optional />
          <TextField {...text('interfaces')} description={t('form.commas')} optional />
          <TextArea label={t('service.leika_keys')} pointer="/leika_keys" value={form.leika_keys} onChange={(value) => change({ leika_keys: value })} rows={2} description={t('form.leika_hint')} error={problem?.under('/leika_keys')} optional />
          <TextField {...text('portal_ids')} description={t('form.portal_hint')} error={problem?.under('/portal_ids')} optional />
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
        <div className="ca-foot"><LinkButton href={back}>{t('cancel')}</LinkButton><Button type="submit" variant="primary" isPending={isPending}>{t('save')}</Button></div>
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
