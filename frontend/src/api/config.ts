/** What the operator sets at run time in `/config.json`. */
export interface Config {
  /** Origin (and path prefix) of the API without `/api/v1`; empty for the own origin. */
  api_base: string
}

let config: Config = { api_base: '' }

/** Reads `/config.json`. A missing or broken file means the own origin: the embedded server needs none. */
export async function loadConfig(): Promise<void> {
  try {
    const answer = await fetch('/config.json', { cache: 'no-cache' })
    const found: unknown = answer.ok ? await answer.json() : undefined
    const base = typeof found === 'object' && found !== null && 'api_base' in found ? found.api_base : ''
    config = { api_base: typeof base === 'string' ? base.replace(/\/+$/, '') : '' }
  } catch {
    config = { api_base: '' }
  }
}

/** The full address of an API path such as `/api/v1/events`. */
export function apiUrl(path: string): string {
  return `${config.api_base}${path}`
}
