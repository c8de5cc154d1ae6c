/** At most two letters for a person: "Hanna Maier" is "HM", "Dr. Eva von der Au" is "EA". */
export function initials(name: string): string {
  const words = name.trim().split(/[\s-]+/).filter((word) => word !== '' && !word.endsWith('.'))
  const first = words[0]
  const last = words.length > 1 ? words[words.length - 1] : undefined
  return [first, last].map((word) => (word ? [...word][0] : '')).join('').toLocaleUpperCase('de')
}

/** Cut at a word, with an ellipsis; short texts stay as they are. */
export function shorten(text: string, length: number): string {
  const glyphs = [...text]
  if (glyphs.length <= length) return text
  const cut = glyphs.slice(0, length - 1).join('')
  const space = cut.lastIndexOf(' ')
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}

/** Folded for comparing while typing: "Möller", "Moeller" and "MÖLLER" are one; the server's search form (DIN 91379) is authoritative. */
export function fold(text: string): string {
  return text
    .toLocaleLowerCase('de')
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
}
