/** PATCH bodies are JSON merge patches (RFC 7396). */
export const MERGE = { 'Content-Type': 'application/merge-patch+json' }

/** What goes out with a change that must not overwrite somebody else's. */
export interface Edit<Body> {
  body: Body
  etag: string
}
