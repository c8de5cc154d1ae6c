import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { FourEyes, Named, ProgrammeStatus, ProgrammeView } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button, LinkButton } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { Select } from '@/ui/Select'
import { PageSkeleton } from '@/ui/Skeleton'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { programmeQuery, templateList, useSaveProgramme } from './queries'
import { FOUR_EYES } from './words'
import './catalogue.css'

interface ProgrammeForm {
  key: string
  name: string
  template_id: string | null
  region: { id: string; name: string | null } | null
  four_eyes: FourEyes
  started_on: string | null
  status: ProgrammeStatus
}

export function ProgrammeFormPage() {
  const { id } = useParams({ strict: false }) as { id?: string }
  const query = useQuery({ ...programmeQuery(id ?? ''), enabled: id !== undefined })
  if (query.error && !query.data) return <div className="dw-page"><ProblemNote problem={asProblem(query.error)} /></div>
  if (id !== undefined && !query.data) return <PageSkeleton />
  return <Form programme={query.data?.view} />
}

const formOf = (programme: ProgrammeView | undefined): ProgrammeForm => ({
  key: programme?.key ?? '', name: programme?.name ?? '', template_id: programme?.template.id ?? null, region: programme?.region ?? null,
  four_eyes: programme?.four_eyes ?? 'off', started_on: programme?.started_on ?? null, status: programme?.status ?? 'draft',
})

const bodyOf = ({ region, key, ...form }: ProgrammeForm, isNew: boolean) => ({ ...form, name: form.name.trim(), region_id: region?.id ?? null, ...(isNew ? { key: key.trim() } : {}) })

function Form({ programme }: { programme: ProgrammeView | undefined }) {
  const { t } = useTranslation('catalogue')
  const navigate = useNavigate()
  const [form, setForm] = useState(() => formOf(programme))
  const [gaps, setGaps] = useState<string[]>([])
  const templates = (useQuery(templateList).data?.items ?? []).filter((template) => template.status === 'published' || template.id === form.template_id)
  const save = useSaveProgramme(programme, (saved) => { toasts.show({ text: t('form.saved', { name: saved.name }) }); void navigate({ to: `/programmes/${saved.id}` as never }) })
  const change = (patch: Partial<ProgrammeForm>) => setForm((now) => ({ ...now, ...patch }))
  const error = (pointer: string) => (gaps.includes(pointer) ? t('form.missing') : save.problem?.at(pointer))
  function send(event: FormEvent) {
    event.preventDefault()
    const missing = [form.name.trim() === '' && '/name', form.key.trim() === '' && '/key', form.template_id === null && '/template'].filter((gap) => gap !== false)
    setGaps(missing)
    if (missing.length === 0) save.mutate(bodyOf(form, !programme))
  }
  return (
    <div className="dw-page">
      <PageHeader title={programme ? t('form.edit', { name: programme.name }) : t('programmes.new')} crumbs={[{ label: t('programmes.title'), href: '/programmes' }]} />
      <form className="ca-form" onSubmit={send} noValidate>
        {gaps.length > 0 ? <ProblemSummary title={t('form.incomplete')} problems={gaps.map((pointer) => ({ pointer, message: t('form.missing_named', { name: t(`programme.${pointer.slice(1)}` as 'programme.key') }) }))} /> : <ProblemNote problem={save.problem} />}
        <section className="dw-card ca-grid">
          <TextField label={t('programme.name')} pointer="/name" value={form.name} onChange={(name) => change({ name })} error={error('/name')} maxLength={200} isRequired />
          <TextField label={t('programme.key')} pointer="/key" value={form.key} onChange={(key) => change({ key })} error={error('/key')} isDisabled={programme !== undefined} description={programme ? t('form.key_fixed') : t('form.key_hint')} maxLength={60} isRequired />
          <Select label={t('programme.template')} pointer="/template" value={form.template_id} onChange={(template_id) => change({ template_id })} options={templates.map(({ id, name, version, key }) => ({ id, label: t('template.named', { name, version }), note: key }))} error={error('/template') ?? save.problem?.at('/template_id')} description={programme ? t('programme.template_hint') : t('programme.template_published')} />
          <OrganisationPicker label={t('programme.region')} pointer="/region_id" value={form.region} onChange={(region: Named | null) => change({ region })} description={t('programme.region_hint')} optional />
          <Select label={t('programme.four_eyes')} pointer="/four_eyes" value={form.four_eyes} onChange={(id) => change({ four_eyes: (id ?? 'off') as FourEyes })} options={FOUR_EYES.map((id) => ({ id, label: t(`four_eyes.${id}`), note: t(`four_eyes_text.${id}`) }))} />
          <Select label={t('programme.status')} pointer="/status" value={form.status} onChange={(id) => change({ status: (id ?? 'draft') as ProgrammeStatus })} options={(['draft', 'active', 'closed'] as const).map((id) => ({ id, label: t(`programme_status.${id}`), note: t(`programme_status_text.${id}`) }))} error={error('/status')} />
          <DateField label={t('programme.started_on')} pointer="/started_on" value={form.started_on} onChange={(started_on) => change({ started_on })} error={error('/started_on')} optional />
        </section>
        <div className="ca-foot"><LinkButton href={programme ? `/programmes/${programme.id}` : '/programmes'}>{t('cancel')}</LinkButton><Button type="submit" variant="primary" isPending={save.isPending}>{t('save')}</Button></div>
      </form>
    </div>
  )
}
