/** View state in the address: the same names and the same repetition as the API's filters (`state=open&state=new&q=drucker`). */
export type SearchValues = Record<string, string | string[]>

/** "?a=1&b=2&b=3" → `{ a: "1", b: ["2", "3"] }` */
export function parseSearch(search: string): SearchValues {
  const values: SearchValues = {}
  for (const [key, value] of new URLSearchParams(search)) {
    const known = values[key]
    values[key] = known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value]
  }
  return values
}

/** The reverse of `parseSearch`; empty values are left out. */
export function stringifySearch(values: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(key, String(one))
    }
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** A value as list, however often it stood in the address. */
export function many(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

/** A value as single text: the first one where it was repeated. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
