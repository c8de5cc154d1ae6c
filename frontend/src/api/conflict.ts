import type { Tagged } from './client'
import type { Problem } from './problem'

/** The view a 412 answer carries, with the ETag to save over it; undefined for other problems. */
export function currentOf<View extends { version: number }>(problem: Problem | undefined): Tagged<View> | undefined {
  if (problem?.status !== 412 || typeof problem.body !== 'object' || problem.body === null || !('current' in problem.body)) return undefined
  const { current } = problem.body
  if (typeof current !== 'object' || current === null || !('version' in current)) return undefined
  const view = current as View
  return { view, etag: `"${view.version}"` }
}
