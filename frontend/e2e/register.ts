/** One record of the GV100AD layout (fixed width, 220 characters), of the edition of 31 October 2026. */
function record(type: string, key: string, association: string, name: string, seat: string, code: string, people = ''): string {
  return `${type}20261031${key.padEnd(8)}${association.padEnd(4)}${name.padEnd(50)}${seat.padEnd(50)}${code.padEnd(2)}${people}`.padEnd(220)
}

const numbers = (people: number) => `    ${String(500).padStart(11, '0')}${String(people).padStart(11, '0')}${String(Math.floor(people / 2)).padStart(11, '0')}    99001     `

/** A register of one Land (10) with invented places: a municipality of this name in a district that is new in every run. */
export function register(name: string): Buffer {
  const district = `100${String(Date.now() % 100).padStart(2, '0')}`
  return districtOf({ land: 'Probeland', key: district, name: 'Probekreis', places: [name] })
}

interface District {
  land: string
  /** 5 digits: Land, government district, district. */
  key: string
  name: string
  places: string[]
}

/** A register of one Land with one district; its municipalities have the numbers 001, 002 …, the largest first. */
export function districtOf({ land, key, name, places }: District): Buffer {
  const numbered = places.map((place, index) => ({ place, number: String(index + 1).padStart(3, '0'), people: 9000 - 100 * index }))
  return Buffer.from(
    [
      record('10', key.slice(0, 2), '', land, 'Probestadt', ''),
      record('20', key.slice(0, 3), '', `Ober${land}`, 'Probestadt', ''),
      record('40', key, '', name, 'Probestadt', '43'),
      ...numbered.flatMap(({ place, number, people }) => [record('50', key, `0${number}`, place, '', '50'), record('60', `${key}${number}`, `0${number}`, place, '', '64', numbers(people))]),
    ].join('\r\n'),
  )
}
