import type { OrderByHand, OrganisationView } from '@/api/types'

/** A line of the form; `key` only tells rows apart on screen. */
export interface Line {
  key: number
  service: { id: string; name: string | null; key: string | null } | null
  wish_date: string | null
  wish_wave: string
}

export interface Contact {
  key: number
  name: string
  email: string
  phone: string
  function: string
}

export interface OrderForm {
  number: string
  body: { id: string; name: string | null } | null
  lines: Line[]
  contacts: Contact[]
  note: string
}

export interface Gap {
  pointer: string
  field: 'number' | 'body' | 'service' | 'contact'
}

export const emptyLine = (key: number): Line => ({ key, service: null, wish_date: null, wish_wave: '' })
export const emptyContact = (key: number): Contact => ({ key, name: '', email: '', phone: '', function: '' })

/** "HAND-20261122-0915": unique enough for orders typed by people, and readable. */
export function numberFor(now: Date): string {
  const digits = now.toISOString().replace(/\D/g, '')
  return `HAND-${digits.slice(0, 8)}-${digits.slice(8, 14)}`
}

const text = (value: string) => value.trim() || null
const filled = (contact: Contact) => [contact.name, contact.email, contact.phone, contact.function].some((text) => text.trim() !== '')

/** What is missing before it can be sent, in the order of the form. */
export function gapsIn(form: OrderForm): Gap[] {
  const gaps: Gap[] = []
  if (form.number.trim() === '') gaps.push({ pointer: '/number', field: 'number' })
  if (!form.body) gaps.push({ pointer: '/body', field: 'body' })
  form.lines.forEach((line, index) => { if (!line.service) gaps.push({ pointer: `/positions/${index}/service_key`, field: 'service' }) })
  form.contacts.filter(filled).forEach((contact, index) => { if (contact.name.trim() === '') gaps.push({ pointer: `/contacts/${index}/name`, field: 'contact' }) })
  return gaps
}

/** The order as the API takes it; the body by the keys it is known by. */
export function contentOf(form: OrderForm, body: Pick<OrganisationView, 'ars' | 'ags' | 'fictive_ags' | 'own_key' | 'name'>, now: Date): OrderByHand {
  return {
    number: form.number.trim(),
    placed_at: now.toISOString(),
    body: { ars: body.ars ?? null, ags: body.ags ?? null, fictive_ags: body.fictive_ags ?? null, own_key: body.own_key ?? null, name: body.name },
    contacts: form.contacts.filter(filled).map((contact) => ({ name: contact.name.trim(), email: text(contact.email), phone: text(contact.phone), function: text(contact.function) })),
    positions: form.lines.map((line, index) => ({ line: index + 1, service_key: line.service?.key ?? null, ozg_id: null, leika_keys: [], category: null, wish_date: line.wish_date, wish_wave: text(line.wish_wave), body: null })),
    contract_refs: [],
    note: text(form.note),
  }
}
