import { Api, PASSWORD, PEOPLE, unique } from './api'
import { districtOf } from './register'

interface Town { id: string; name: string; ags: string }
interface Job { id: string; state: string; version: number; done: number; refused: number }

/** A Landkreis of its own with forty town halls, an operator and a programme that is under way in all of them. */
export interface Morning {
  key: string
  district: string
  towns: Town[]
  programme: string
  /** The key of the service that has just turned red, and the ten town halls in which it has. */
  turned: string
  faulty: Town[]
  /** The key of the service of which every town hall owes the next step. */
  owed: string
  /** The key of the service of which the IT provider of the demo owes a step in twenty town halls. */
  provided: string
  /** What the operator reports: 300 bodies and services that can go live. */
  activations: string
  /** Who coordinates the first town hall, and where mail for any of them goes. */
  coordinator: string
  mailOf: (town: Town) => string
  /** Who gets the report of the district. */
  head: { name: string; email: string }
}

const TOWNS = 40
const SERVICES = 10
const ACTIVATIONS = 300
const TURNED_RED = 10
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

async function finished(api: Api, id: string, state: string): Promise<Job> {
  for (;;) {
    const job = await api.get<Job>(`/jobs/${id}`)
    if (job.state === state) return job
    if (job.state === 'cancelled') throw new Error(`the job was cancelled: ${JSON.stringify(job)}`)
    await new Promise((resolve) => { setTimeout(resolve, 250) })
  }
}

/** Waits until all is tried, lets it go, and waits again; nothing may be refused. */
async function carryOut(api: Api, { id }: { id: string }): Promise<void> {
  const tried = await finished(api, id, 'checked')
  await api.call('POST', `/jobs/${id}/start`, { headers: { 'If-Match': `"${tried.version}"` } })
  const done = await finished(api, id, 'done')
  if (done.refused > 0) throw new Error(`refused: ${JSON.stringify(done)}`)
}

/** The Landkreis comes from a register, as it would. */
async function districtWithTowns(admin: Api, key: string): Promise<{ id: string; name: string; towns: Town[] }> {
  const name = `Morgenkreis ${key}`
  const places = Array.from({ length: TOWNS }, (_, index) => `Morgenort ${key} ${index + 1}`)
  const file = districtOf({ land: 'Morgenland', key: `168${String(Date.now() % 100).padStart(2, '0')}`, name, places })
  const { id } = await admin.upload(`/register-imports?file_name=${key}.txt`, 'application/octet-stream', file)
  await admin.post(`/register-imports/${id}/apply`)
  while ((await admin.get(`/register-imports/${id}`)).status === 'running') await new Promise((resolve) => { setTimeout(resolve, 250) })
  const district = await admin.first(`/organisations?kind=district&q=${encodeURIComponent(name)}`, (one) => one.name === name)
  const { items } = await admin.get<{ items: Town[] }>(`/organisations?kind=municipality&below=${district.id}&limit=200`)
  if (items.length !== TOWNS) throw new Error(`${items.length} town halls`)
  return { id: district.id, name, towns: places.flatMap((place) => items.filter((one) => one.name === place)) }
}

/** Everybody who acts in the district: a coordinator in each town hall, the head of the district, providers. */
async function people(admin: Api, manager: Api, key: string, district: { id: string; towns: Town[] }) {
  const roles = await admin.get<{ items: { id: string; key: string }[] }>('/roles?limit=200')
  const roleOf = (wanted: string) => roles.items.find((role) => role.key === wanted)?.id
  async function user(login: string, name: string, email: string, role: string, organisation: string, password?: string) {
    const { id } = await admin.post('/users', { login, name, email, ...(password === undefined ? {} : { password }) })
    await admin.post('/grants', { role_id: roleOf(role), holder: { kind: 'user', id }, scope: { kind: 'organisation', id: organisation } })
  }
  const loginOf = (at: number) => `rathaus.${key.toLowerCase()}.${at + 1}`
  const mailOf = (town: Town) => `${loginOf(district.towns.indexOf(town))}@example.org`
  const head = { name: `Landrätin ${key}`, email: `landkreis.${key.toLowerCase()}@example.org` }
  for (const [at, town] of district.towns.entries()) await user(loginOf(at), `Rathaus ${town.name}`, mailOf(town), 'coordinator', town.id, at === 0 ? PASSWORD : undefined)
  await user(`landkreis.${key.toLowerCase()}`, head.name, head.email, 'multiplier', district.id)
  const operator = await admin.post('/organisations', { kind: 'operator', name: `Betreiber ${key}`, own_key: `OP-${key}` })
  const provider = await admin.first('/organisations?kind=it_provider&q=Musterland')
  for (const [role, organisation] of [['service_operator', operator], ['it_provider', provider]] as const) {
    await manager.post('/party-entries', { role, organisation_id: organisation.id, body_id: district.id })
  }
  return { coordinator: loginOf(0), mailOf, head }
}

/**
 * Rollouts under way come from a sheet; ten of them meet a fault this morning. What forecasts make of the others meanwhile is
 * theirs: each question of the test has a service of its own.
 */
export async function setMorning(): Promise<Morning> {
  const [admin, manager] = [await Api.as(PEOPLE.admin), await Api.as(PEOPLE.manager)]
  const key = unique()
  const district = await districtWithTowns(admin, key)
  const others = await people(admin, manager, key, district)
  const services = Array.from({ length: SERVICES }, (_, index) => `${key}${index + 1}`)
  const service_ids: string[] = []
  for (const service of services) service_ids.push((await admin.post('/services', { key: service, name: `Morgendienst ${service}`, level: 'municipality', package: 'efa' })).id)
  const template = await admin.first('/templates?status=published')
  const programme = `Programm ${key}`
  const { id } = await admin.post('/programmes', { key: `P-${key}`, name: programme, template_id: template.id, four_eyes: 'off', status: 'active', service_ids })

  const [provided = '', owed = '', turned = ''] = services.slice(-3)
  const faulty = district.towns.slice(0, TURNED_RED)
  const pairs = services.flatMap((service) => (service === turned ? faulty : district.towns).map(({ ags }) => ({ ags, service })))
  const [active, begun] = [pairs.slice(0, ACTIVATIONS), pairs.slice(ACTIVATIONS)]
  const sheet = [
    'AGS;Leistung;Beginn;Phase;M2.1;M2.2',
    ...active.map(({ ags, service }) => `${ags};${service};${daysAgo(14)};Go-Live;;`),
    ...begun.map(({ ags, service }) => `${ags};${service};${daysAgo(14)};Vorbereitung;${daysAgo(7)};${daysAgo(7)}`),
  ]
  await carryOut(manager, await manager.upload(`/rollouts/stock-imports?programme=${id}`, 'text/csv', Buffer.from(sheet.join('\n'))))
  await carryOut(manager, await manager.post('/rollouts/bulk', { act: { command: { command: 'block', reason: 'Funktionspostfach gesperrt' } }, keys: faulty.map(({ ags }) => ({ body: ags, service: turned })) }))
  return {
    key, district: district.name, towns: district.towns, programme, turned, faulty, owed, provided, ...others,
    activations: ['AGS;Dienst;Aktiviert', ...active.map(({ ags, service }) => `${ags};${service};${daysAgo(0)}`)].join('\r\n'),
  }
}
