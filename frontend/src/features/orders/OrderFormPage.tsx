import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import type { OrganisationView } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ProblemNote } from '@/pickers/ProblemNote'
import { ServicePicker } from '@/pickers/ServicePicker'
import { Button, IconButton, LinkButton } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { CloseIcon, PlusIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { TextArea, TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { contentOf, emptyContact, emptyLine, gapsIn, numberFor, type Contact, type Gap, type Line, type OrderForm } from './form'
import { usePlace } from './queries'
import './orders.css'

/** An order by hand, for what comes by phone or letter; it goes the same way as one from the marketplace. */
export function OrderFormPage() {
  const { t } = useTranslation('orders')
  const navigate = useNavigate()
  const [form, setForm] = useState<OrderForm>(() => ({ number: numberFor(new Date()), body: null, lines: [emptyLine(1)], contacts: [emptyContact(1)], note: '' }))
  const [gaps, setGaps] = useState<Gap[]>([])
  const place = usePlace((order) => { toasts.show({ text: t('form.done', { number: order.number }) }); void navigate({ to: `/orders/${order.id}` as never }) })
  // The body's keys are read when sending: the picker knows name and id only.
  const lookUp = useMutation({ mutationFn: (id: string) => read<OrganisationView>(api.GET('/api/v1/organisations/{id}', { params: { path: { id } } })) })
  const change = (patch: Partial<OrderForm>) => setForm((before) => ({ ...before, ...patch }))

  async function send(event: FormEvent) {
    event.preventDefault()
    const missing = gapsIn(form)
    setGaps(missing)
    if (missing.length > 0 || !form.body || place.isPending) return
    const body = await lookUp.mutateAsync(form.body.id).catch(() => undefined)
    if (body) place.mutate(contentOf(form, body, new Date()))
  }
  const problem = place.problem ?? (lookUp.error ? asProblem(lookUp.error) : undefined)
  const error = (pointer: string) => { const gap = gaps.find((one) => one.pointer === pointer); return gap ? t(`form.missing_${gap.field}`) : problem?.at(pointer) }
  return (
    <div className="dw-page">
      <PageHeader title={t('form.title')} crumbs={[{ label: t('title'), href: '/orders' }]} />
      <form className="or-form" onSubmit={(event) => void send(event)} noValidate>
        {gaps.length > 0 ? <ProblemSummary title={t('form.incomplete')} problems={gaps.map((gap) => ({ pointer: gap.pointer, message: t(`form.missing_${gap.field}`) }))} /> : <ProblemNote problem={problem} />}
        <section className="dw-card dw-stack">
          <h2>{t('form.who')}</h2>
          <div className="or-grid">
            <OrganisationPicker label={t('ordering_body')} pointer="/body" value={form.body} onChange={(body) => change({ body })} error={error('/body')} isRequired />
            <TextField label={t('form.number')} pointer="/number" value={form.number} onChange={(number) => change({ number })} error={error('/number')} description={t('form.number_hint')} maxLength={100} isRequired />
          </div>
        </section>
        <Lines lines={form.lines} onChange={(lines) => change({ lines })} error={error} />
        <Contacts contacts={form.contacts} onChange={(contacts) => change({ contacts })} error={error} />
        <section className="dw-card"><TextArea label={t('form.note')} pointer="/note" value={form.note} onChange={(note) => change({ note })} maxLength={5000} optional /></section>
        <div className="or-form-foot"><LinkButton href="/orders">{t('cancel_form')}</LinkButton><Button type="submit" variant="primary" isPending={place.isPending || lookUp.isPending}>{t('form.send')}</Button></div>
      </form>
    </div>
  )
}

interface PartProps {
  error: (pointer: string) => string | Problem['detail']
}

function useNextKey(): () => number {
  const last = useRef(1)
  return () => { last.current += 1; return last.current }
}

function Lines({ lines, onChange, error }: PartProps & { lines: Line[]; onChange: (lines: Line[]) => void }) {
  const { t } = useTranslation('orders')
  const next = useNextKey()
  const change = (key: number, patch: Partial<Line>) => onChange(lines.map((line) => (line.key === key ? { ...line, ...patch } : line)))
  return (
    <section className="dw-card dw-stack">
      <h2>{t('form.what')}</h2>
      <ol className="or-lines">
        {lines.map((line, index) => (
          <li key={line.key} className="or-line">
            <ServicePicker pointer={`/positions/${index}/service_key`} value={line.service} onChange={(service) => change(line.key, { service })} error={error(`/positions/${index}/service_key`)} activeOnly isRequired />
            <DateField label={t('form.wish_date')} pointer={`/positions/${index}/wish_date`} value={line.wish_date} onChange={(wish_date) => change(line.key, { wish_date })} optional />
            <TextField label={t('form.wish_wave')} pointer={`/positions/${index}/wish_wave`} value={line.wish_wave} onChange={(wish_wave) => change(line.key, { wish_wave })} optional />
            <IconButton label={t('form.remove_line', { line: index + 1 })} icon={<CloseIcon />} isDisabled={lines.length === 1} onPress={() => onChange(lines.filter((one) => one.key !== line.key))} />
          </li>
        ))}
      </ol>
      <div><Button icon={<PlusIcon aria-hidden="true" />} onPress={() => onChange([...lines, emptyLine(next())])}>{t('form.add_line')}</Button></div>
    </section>
  )
}

function Contacts({ contacts, onChange, error }: PartProps & { contacts: Contact[]; onChange: (contacts: Contact[]) => void }) {
  const { t } = useTranslation('orders')
  const next = useNextKey()
  const change = (key: number, patch: Partial<Contact>) => onChange(contacts.map((contact) => (contact.key === key ? { ...contact, ...patch } : contact)))
  return (
    <section className="dw-card dw-stack">
      <h2>{t('contacts')}</h2>
      <ol className="or-lines">
        {contacts.map((contact, index) => (
          <li key={contact.key} className="or-line or-line--contact">
            <TextField label={t('form.name')} pointer={`/contacts/${index}/name`} value={contact.name} onChange={(name) => change(contact.key, { name })} error={error(`/contacts/${index}/name`)} optional />
            <TextField label={t('form.email')} type="email" pointer={`/contacts/${index}/email`} value={contact.email} onChange={(email) => change(contact.key, { email })} error={error(`/contacts/${index}/email`)} optional />
            <TextField label={t('form.phone')} type="tel" pointer={`/contacts/${index}/phone`} value={contact.phone} onChange={(phone) => change(contact.key, { phone })} optional />
            <TextField label={t('form.function')} pointer={`/contacts/${index}/function`} value={contact.function} onChange={(text) => change(contact.key, { function: text })} optional />
            <IconButton label={t('form.remove_contact', { line: index + 1 })} icon={<CloseIcon />} isDisabled={contacts.length === 1} onPress={() => onChange(contacts.filter((one) => one.key !== contact.key))} />
          </li>
        ))}
      </ol>
      <div><Button icon={<PlusIcon aria-hidden="true" />} onPress={() => onChange([...contacts, emptyContact(next())])}>{t('form.add_contact')}</Button></div>
    </section>
  )
}
