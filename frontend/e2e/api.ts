/** The log-ins of the demo data; everybody has the same password. */
export const PEOPLE = {
  admin: 'admin',
  manager: 'renate.rollout',
  second: 'viktor.vieraugen',
  coordinator: 'karin.kommune',
  multiplier: 'lena.landkreis',
  provider: 'ingo.it',
} as const
export const PASSWORD = process.env.DIENSTWEG_E2E_PASSWORD ?? 'drei-blaue-Fenster'
const BASE = process.env.DIENSTWEG_E2E_URL ?? 'http://127.0.0.1:8080'

interface Call {
  body?: unknown
  form?: Record<string, string>
  /** A file as it is, and what kind it is of. */
  file?: { type: string; content: Buffer }
  headers?: Record<string, string>
}

interface Item {
  id: string
  key?: string
  number?: string
  version?: number
  [member: string]: unknown
}

/** Different in every run and test, so that none meets what another left. */
export const unique = () => (Date.now().toString(36).slice(-6) + Math.random().toString(36).slice(2, 4)).toUpperCase()

/** The API for what tests prepare and check beside the screens. Every answer but a success fails the test. */
export class Api {
  private constructor(
    private readonly token: string,
    /** Where a marketplace places its orders. */
    readonly orders = '',
  ) {}

  static async as(login: string): Promise<Api> {
    const { access_token } = await send<{ access_token: string }>('POST', '/auth/login', { body: { login, password: PASSWORD } })
    return new Api(access_token)
  }

  /** A program that speaks for a marketplace of its own, made by an administrator. */
  static async marketplace(key = `probe-${unique().toLowerCase()}`): Promise<Api> {
    const admin = await Api.as(PEOPLE.admin)
    const { client, secret } = await admin.post<{ client: Item; secret: string }>('/api-clients', { name: `Probe ${unique()}`, scopes: ['order:place', 'order:read'] })
    const role = await admin.first('/roles?limit=200', (one) => one.key === 'integrator')
    await admin.post('/grants', { role_id: role.id, holder: { kind: 'api_client', id: client.id }, scope: { kind: 'everything', id: null } })
    await admin.post('/marketplace-sources', { key, client_id: client.id })
    const form = { grant_type: 'client_credentials', client_id: client.id, client_secret: secret }
    const { access_token } = await send<{ access_token: string }>('POST', '/oauth/token', { form })
    return new Api(access_token, `/marketplace/${key}/orders`)
  }

  /** An API client that orders on behalf of an organisation of its own and sees what it ordered. Gives its id. */
  async marketplaceClient(name: string): Promise<string> {
    const organisation = await this.post('/organisations', { kind: 'other', name, own_key: name })
    const { client } = await this.post<{ client: Item }>('/api-clients', { name, scopes: ['order:place', 'order:read', 'service:read', 'organisation:read', 'webhook:read'] })
    const role = await this.first('/roles?limit=200', (one) => one.key === 'integrator')
    await this.post('/grants', { role_id: role.id, holder: { kind: 'api_client', id: client.id }, scope: { kind: 'involved', id: organisation.id } })
    return client.id
  }

  get<T = Item>(path: string): Promise<T> {
    return this.call('GET', path)
  }

  post<T = Item>(path: string, body: unknown = {}): Promise<T> {
    return this.call('POST', path, { body, headers: { 'Idempotency-Key': `e2e-${unique()}-${Math.random()}` } })
  }

  /** Sends a file; the answer is what becomes of it. */
  upload<T = Item>(path: string, type: string, content: Buffer): Promise<T> {
    return this.call('POST', path, { file: { type, content }, headers: { 'Idempotency-Key': `e2e-${unique()}-${Math.random()}` } })
  }

  /** What somebody else stores meanwhile. */
  async patch<T = Item>(path: string, body: object): Promise<T> {
    const { version } = await this.get(path)
    return this.call('PATCH', path, { body, headers: { 'If-Match': `"${version}"`, 'Content-Type': 'application/merge-patch+json' } })
  }

  async first(path: string, wanted: (item: Item) => boolean = () => true): Promise<Item> {
    const found = (await this.get<{ items: Item[] }>(path)).items.find(wanted)
    if (!found) throw new Error(`nothing fits in ${path}`)
    return found
  }

  /** New services of associations, by key, in a programme of their own that asks for four eyes. */
  async services(names: Record<string, string>): Promise<void> {
    const template = await this.first('/templates')
    const service_ids: string[] = []
    for (const [key, name] of Object.entries(names)) service_ids.push((await this.post('/services', { key, name, level: 'association', package: 'efa' })).id)
    const key = `P-${Object.keys(names).join('-')}`
    await this.post('/programmes', { key, name: `Programm ${key}`, template_id: template.id, four_eyes: 'always', status: 'active', service_ids })
  }

  call<T>(method: string, path: string, { headers, ...call }: Call = {}): Promise<T> {
    return send<T>(method, path, { ...call, headers: { ...headers, Authorization: `Bearer ${this.token}` } })
  }
}

async function send<T>(method: string, path: string, { body, form, file, headers }: Call): Promise<T> {
  const content = form ? new URLSearchParams(form) : file ? new Uint8Array(file.content) : body === undefined ? undefined : JSON.stringify(body)
  const answer = await fetch(`${BASE}/api/v1${path}`, {
    method,
    headers: { ...(file ? { 'Content-Type': file.type } : body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(content === undefined ? {} : { body: content }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** Keys of VG Auenbach in the demo data, where karin.kommune coordinates. */
export const AUENBACH = { ars: '171715101000', name: 'VG Auenbach' }

/** An order as the marketplace sends it. */
export function order(number: string, positions: { service_key: string; body?: object; wish_date?: string }[], body: object = AUENBACH) {
  return {
    number,
    revision: 1,
    placed_at: new Date().toISOString(),
    body,
    contacts: [{ name: 'Łucja Müller-Ðurić', email: 'lucja@auenbach.example', phone: null, function: null }],
    positions: positions.map((position, index) => ({ line: index + 1, category: 'efa', leika_keys: [], ...position })),
    contract_refs: ['NV-171715101'],
    note: null,
  }
}

/** A rollout for VG Auenbach, ordered, checked and released over the API. Gives its number. */
export async function startRollout(name: string): Promise<string> {
  const key = `S${unique()}`
  await (await Api.as(PEOPLE.admin)).services({ [key]: name })
  const manager = await Api.as(PEOPLE.manager)
  const second = await Api.as(PEOPLE.second)
  const number = `E2E-${key}`
  const market = await Api.marketplace()
  await market.post(market.orders, order(number, [{ service_key: key }]))
  const { id } = await manager.first(`/orders?q=${number}`)
  const placed = await manager.get<{ positions: { id: string; version: number }[] }>(`/orders/${id}`)
  for (const position of placed.positions) {
    await manager.call('POST', `/orders/${id}/positions/${position.id}/check`, { headers: { 'If-Match': `"${position.version}"` } })
  }
  const released = await second.post<{ items: { rollout: { number: string } | null; problem: unknown }[] }>('/orders/release', { positions: placed.positions.map((one) => one.id) })
  const rollout = await second.first(`/rollouts?q=${encodeURIComponent(key)}`).catch(() => undefined)
  const started = rollout?.number ?? released.items[0]?.rollout?.number
  if (!started) throw new Error(`not released: ${JSON.stringify(released)}`)
  return started
}
