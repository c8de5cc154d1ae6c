/** PATCH bodies are JSON merge patches (RFC 7396): what is left out stays as it is, `null` removes. */
export const MERGE_PATCH = { 'Content-Type': 'application/merge-patch+json' }

/** What goes out with a change that must not overwrite somebody else's. */
export interface Edit<Body> {
  body: Partial<Body>
  etag: string
}

/** A merge patch with only some members; the contract's type names them all. */
export function patchBody<Body extends object>(members: Partial<Body>): Body {
  return members as Body
}
