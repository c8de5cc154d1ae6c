import type { BulkInput } from '@/api/types'

export type RolloutKey = NonNullable<BulkInput['keys']>[number]

/** Words that head the columns of such a list rather than naming a body. */
const HEADS = /^(ags|ars|key|body|stelle|schl(ü|ue)ssel|body_key)$/i

/**
 * Pairs of body and service out of pasted lines or a CSV file: the first two columns, whatever parts them.
 * Answers the lines that name no pair, counted from 1.
 */
export function readKeys(text: string): { keys: RolloutKey[]; faulty: number[] } {
  const keys: RolloutKey[] = []
  const faulty: number[] = []
  text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/).forEach((line, at) => {
    if (line.trim() === '') return
    const [body, service] = line.split(/[;,\t]|\s+/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')).filter((cell) => cell !== '')
    if (body !== undefined && HEADS.test(body)) return
    if (body && service) keys.push({ body, service })
    else faulty.push(at + 1)
  })
  return { keys, faulty }
}
