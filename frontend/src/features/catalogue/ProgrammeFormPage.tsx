import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { Problem } from '@/api/problem'
import type { FourEyes, Named, ProgrammeStatus, ProgrammeView } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { changedTexts } from '@/pickers/rebase'
import { EditNote, sayDay, useEdit } from '@/pickers/useEdit'
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

type ProgrammeForm = {
  key: string
  name: string
  template_id: string | null
  region: { id: string; name: string | null } | null
  four_eyes: FourEyes
  started_on: string | null
  status: ProgrammeStatus
}

/** A new programme, or the members of one that exists. */
export function ProgrammeFormPage() {
  const { t } = useTranslation('catalogue')
  const { id } = useParams({ strict: false }) as { id?: string }
  const query = useQuery({ ...programmeQuery(id ?? ''), enabled: id !== undefined })
  if (id === undefined) return <NewProgramme />
  if (query.data) return <EditProgramme key={id} current={query.data} />
  return query.error ? <PageProblem error={query.error} back={{ label: t('programmes.title'), href: '/programmes' }} /> : <PageSkeleton />
}

const formOf = (programme: ProgrammeView | undefined): ProgrammeForm => ({
  key: programme?.key ?? '', name: programme?.name ?? '', template_id: programme?.template.id ?? null, region: programme?.region ?? null,
  four_eyes: programme?.four_eyes ?? 'off', started_on: programme?.started_on ?? null, status: programme?.status ?? 'draft',
})

/** What goes out: everything for a new one, otherwise what differs from what the form began with. */
function bodyOf(form: ProgrammeForm, before: ProgrammeForm | undefined): Record<string, unknown> {
  const { region, ...rest } = before ? changedTexts(form, before) : { ...form, name: form.name.trim(), key: form.key.trim() }
  return { ...rest, ...(region === undefined ? {} : { region_id: form.region?.id ?? null }) }
}

function useSaved() {
  const { t } = useTranslation('catalogue')
  const navigate = useNavigate()
  return (saved: ProgrammeView) => { toasts.show({ text: t('form.saved', { name: saved.name }) }); void navigate({ to: `/programmes/${saved.id}` as never }) }
}

function NewProgramme() {
  const { t } = useTranslation('catalogue')
  const [form, setForm] = useState(() => formOf(undefined))
  const save = useSaveProgramme(undefined, useSaved())
  return (
    <Form
      title={t('programmes.new')} programme={undefined} form={form} change={(patch) => setForm((now) => ({ ...now, ...patch }))}
      problem={save.problem} note={<ProblemNote problem={save.problem} />} isPending={save.isPending} onSend={() => save.mutate({ body: bodyOf(form, undefined) })}
    />
  )
}

function EditProgramme({ current }: { current: Tagged<ProgrammeView> }) {
  const { t } = useTranslation('catalogue')
  const navigate = useNavigate()
  const save = useSaveProgramme(current.view.id, useSaved())
  const templates = useQuery(templateList).data?.items ?? []
  const templateName = (id: string | null) => { const found = templates.find((one) => one.id === id); return found ? t('template.named', { name: found.name, version: found.version }) : id }
  const edit = useEdit({
    current, draftOf: formOf, change: save, onSame: () => void navigate({ to: `/programmes/${current.view.id}` as never }),
    fields: {
      key: { label: t('programme.key') }, name: { label: t('programme.name') }, template_id: { label: t('programme.template'), say: templateName }, region: { label: t('programme.region'), say: (region) => region?.name ?? t('programme.everywhere') },
      four_eyes: { label: t('programme.four_eyes'), say: (id) => t(`four_eyes.${id}`) }, started_on: { label: t('programme.started_on'), say: sayDay }, status: { label: t('programme.status'), say: (id) => t(`programme_status.${id}`) },
    },
    inputOf(form, before, { etag }) {
      const body = bodyOf(form, before)
      return Object.keys(body).length > 0 ? { body, etag } : undefined
    },
  })
  return (
    <Form
      title={t('form.edit', { name: edit.base.view.name })} programme={edit.base.view} form={edit.draft} change={edit.set}
      problem={save.problem} note={<EditNote edit={edit} />} isPending={edit.isPending} onSend={() => edit.save()}
    />
  )
}

interface FormProps {
  title: string
  /** The one that is edited; undefined for a new one. */
  programme: ProgrammeView | undefined
  form: ProgrammeForm
  change: (patch: Partial<ProgrammeForm>) => void
  problem: Problem | undefined
  /** What was refused, or two values to choose from. */
  note: ReactNode
  isPending: boolean
  onSend: () => void
}

function Form({ title, programme, form, change, problem, note, isPending, onSend }: FormProps) {
  const { t } = useTranslation('catalogue')
  const [gaps, setGaps] = useState<string[]>([])
  const templates = (useQuery(templateList).data?.items ?? []).filter((template) => template.status === 'published' || template.id === form.template_id)
  const error = (pointer: string) => (gaps.includes(pointer) ? t('form.missing') : problem?.at(pointer))
  function send(event: FormEvent) {
    event.preventDefault()
    const missing = [form.name.trim() === '' && '/name', form.key.trim() === '' && '/key', form.template_id === null && '/template'].filter((gap) => gap !== false)
    setGaps(missing)
    if (missing.length === 0 && !isPending) onSend()
  }
  return (
    <div className="dw-page">
      <PageHeader title={title} crumbs={[{ label: t('programmes.title'), href: '/programmes' }, ...(programme ? [{ label: programme.name, href: `/programmes/${programme.id}` }] : [])]} />
      <form className="ca-form" onSubmit={send} noValidate>
        {gaps.length > 0 ? <ProblemSummary title={t('form.incomplete')} problems={gaps.map((pointer) => ({ pointer, message: t('form.missing_named', { name: t(`programme.${pointer.slice(1)}` as 'programme.key') }) }))} /> : note}
        <section className="dw-card ca-grid">
          <TextField label={t('programme.name')} pointer="/name" value={form.name} onChange={(name) => change({ name })} error={error('/name')} maxLength={200} isRequired />
          <TextField label={t('programme.key')} pointer="/key" value={form.key} onChange={(key) => change({ key })} error={error('/key')} isDisabled={programme !== undefined} description={programme ? t('form.key_fixed') : t('form.key_hint')} maxLength={60} isRequired />
          <Select label={t('programme.template')} pointer="/template" value={form.template_id} onChange={(template_id) => change({ template_id })} options={templates.map(({ id, name, version, key }) => ({ id, label: t('template.named', { name, version }), note: key }))} error={error('/template') ?? problem?.at('/template_id')} description={programme ? t('programme.template_hint') : t('programme.template_published')} />
          <OrganisationPicker label={t('programme.region')} pointer="/region_id" value={form.region} onChange={(region: Named | null) => change({ region })} description={t('programme.region_hint')} optional />
          <Select label={t('programme.four_eyes')} pointer="/four_eyes" value={form.four_eyes} onChange={(id) => change({ four_eyes: (id ?? 'off') as FourEyes })} options={FOUR_EYES.map((id) => ({ id, label: t(`four_eyes.${id}`), note: t(`four_eyes_text.${id}`) }))} />
          <Select label={t('programme.status')} pointer="/status" value={form.status} onChange={(id) => change({ status: (id ?? 'draft') as ProgrammeStatus })} options={(['draft', 'active', 'closed'] as const).map((id) => ({ id, label: t(`programme_status.${id}`), note: t(`programme_status_text.${id}`) }))} error={error('/status')} />
          <DateField label={t('programme.started_on')} pointer="/started_on" value={form.started_on} onChange={(started_on) => change({ started_on })} error={error('/started_on')} optional />
        </section>
        <div className="ca-foot"><LinkButton href={programme ? `/programmes/${programme.id}` : '/programmes'}>{t('cancel')}</LinkButton><Button type="submit" variant="primary" isPending={isPending}>{t('save')}</Button></div>
      </form>
    </div>
  )
}
