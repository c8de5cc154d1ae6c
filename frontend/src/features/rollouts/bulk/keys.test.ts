import { describe, expect, it } from 'vitest'
import { readKeys } from './keys'

describe('keys', () => {
  it('come in any shape people paste them', () => {
    const text = '\uFEFFAGS;Dienst;Datum\r\n09175118;EWA;01.03.2026\n"09175112","HUND"\n09184148\tGEWERBE\n09184148 EWA\n\n09175115\n'
    expect(readKeys(text)).toEqual({
      keys: [{ body: '09175118', service: 'EWA' }, { body: '09175112', service: 'HUND' }, { body: '09184148', service: 'GEWERBE' }, { body: '09184148', service: 'EWA' }],
      faulty: [7],
    })
  })
})
