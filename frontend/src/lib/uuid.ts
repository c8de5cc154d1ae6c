const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Ids out of their bytes, 16 each, all after one another in Base64. */
export function uuidsOf(base64: string): string[] {
  const bytes = atob(base64)
  const ids: string[] = []
  for (let at = 0; at + 16 <= bytes.length; at += 16) {
    let id = ''
    for (let byte = 0; byte < 16; byte += 1) {
      if (byte === 4 || byte === 6 || byte === 8 || byte === 10) id += '-'
      id += HEX[bytes.charCodeAt(at + byte)] ?? ''
    }
    ids.push(id)
  }
  return ids
}
