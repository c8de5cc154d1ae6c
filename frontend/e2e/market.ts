import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Api, PEOPLE, unique } from './api'

const SIMULATOR = fileURLToPath(new URL('../../tests/simulators/marketplace', import.meta.url))

/** Where an order stands, as it is told to the marketplace. */
export interface Told {
  number: string
  state: string
  positions: { state: string; rollout: { phase: string | null; outcome: string | null } | null }[]
}

interface Received {
  received: { event: { type: string; data: Told } }[]
  refused: number
}

/**
 * The marketplace of tests/simulators, a program of its own: it signs the orders it places over the hook, and checks the signatures of what
 * it is told with the reference library. Its address has to be allowed as a target (`webhook_allowed_targets`, scripts/e2e does it).
 */
export class Market {
  private constructor(
    private readonly program: ChildProcess,
    private readonly base: string,
    private readonly source: string,
    private readonly secret: string,
  ) {}

  /** Starts it; an administrator makes it known: who it is, with what it signs, where it is told. */
  static async open(): Promise<Market> {
    // The test runner asks its children for colours, and the port is to be read.
    const program = spawn('node', ['simulator.mjs'], { cwd: SIMULATOR, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, FORCE_COLOR: '0' } })
    try {
      const base = `http://127.0.0.1:${await firstLine(program)}`
      const admin = await Api.as(PEOPLE.admin)
      const name = `markt-${unique().toLowerCase()}`
      const owner = await admin.marketplaceClient(name)
      const { secret } = await admin.post<{ secret: string }>('/marketplace-sources', { key: name, client_id: owner })
      const hook = await admin.post<{ secret: string }>('/webhooks', { name, url: `${base}/callback`, events: ['order.*'], owner_id: owner })
      await call(`${base}/secret`, { secret: hook.secret })
      return new Market(program, base, name, secret)
    } catch (error) {
      program.kill()
      throw error
    }
  }

  /** Places a signed order. */
  async place(order: { number: string }): Promise<void> {
    const url = new URL(`/api/v1/marketplace/${this.source}/orders`, process.env.DIENSTWEG_E2E_URL ?? 'http://127.0.0.1:8080').href
    const answer = await call<{ status: number; body: unknown }>(`${this.base}/order`, { url, secret: this.secret, id: `msg_${order.number}`, order })
    if (answer.status !== 202) throw new Error(`order refused: ${JSON.stringify(answer)}`)
  }

  /** What it was told and believed, in the order it came, and how much it did not believe. */
  async told(): Promise<{ events: { type: string; data: Told }[]; refused: number }> {
    const { received, refused } = await call<Received>(`${this.base}/received`)
    return { events: received.map(({ event }) => event), refused }
  }

  close(): void {
    this.program.kill()
  }
}

/** The port it prints when it listens. */
async function firstLine(program: ChildProcess): Promise<string> {
  if (!program.stdout) throw new Error('the simulator says nothing')
  for await (const line of createInterface({ input: program.stdout })) return line
  throw new Error('the simulator ended before it listened: npm ci in tests/simulators/marketplace')
}

async function call<T>(url: string, body?: unknown): Promise<T> {
  const answer = await fetch(url, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}
