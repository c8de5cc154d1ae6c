import { describe, expect, it } from 'vitest'
import { addDays, dayOf, exactly, readDay, sayDay, sayDuration, sayInstant, startOf } from './dates'
import { fileName } from './files'
import { sayBytes, sayMoney, sayNumber, sayPercent, sayTotal } from './numbers'
import { many, one, parseSearch, stringifySearch } from './search'
import { fold, initials, shorten } from './text'

const now = new Date('2026-03-05T11:00:00Z')

describe('dates', () => {
  it('says times near today in words, others short, other years in full', () => {
    expect(sayInstant('2026-03-05T13:00:00Z', now)).toBe('heute 14:00')
    expect(sayInstant('2026-03-04T08:05:00Z', now)).toBe('gestern 09:05')
    expect(sayInstant('2026-03-12T08:12:00Z', now)).toBe('Do 12.03. 09:12')
    expect(sayInstant('2025-03-12T08:12:00Z', now)).toBe('12.03.2025')
    expect(sayDay('2026-03-06', now)).toBe('morgen')
    expect(sayDay('2026-03-12', now)).toBe('Do 12.03.')
    expect(sayDay('2026-03-05', now, 'en')).toBe('today')
  })
  it('counts days in German legal time, across midnight and the change of clocks', () => {
    expect(dayOf(new Date('2026-03-05T23:30:00Z'))).toBe('2026-03-06')
    expect(sayInstant('2026-03-05T23:30:00Z', now)).toBe('morgen 00:30')
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
    expect(sayInstant('2026-07-01T12:00:00Z', now)).toContain('14:00')
    expect([startOf('2026-03-05'), startOf('2026-03-29'), startOf('2026-03-30')]).toEqual(['2026-03-04T23:00:00.000Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'])
  })
  it('is exact where asked', () => {
    expect(exactly('2026-03-12T13:00:00Z')).toBe('Donnerstag, 12. März 2026, 14:00 Uhr')
    expect(exactly('2026-03-12')).toBe('Donnerstag, 12. März 2026')
  })
  it.each([
    ['12.3.2026', '2026-03-12'], ['12.3.26', '2026-03-12'], ['12.3.', '2026-03-12'], ['12.3', '2026-03-12'], ['120326', '2026-03-12'], ['12032026', '2026-03-12'],
    ['2026-03-12', '2026-03-12'], ['heute', '2026-03-05'], ['Morgen', '2026-03-06'], ['+5', '2026-03-10'], [' 1. 4. 2026 ', '2026-04-01'],
    ['31.2.2026', undefined], ['29.2.2026', undefined], ['29.2.2028', '2028-02-29'], ['12', undefined], ['bald', undefined], ['constructor', undefined],
  ])('reads %s', (typed, day) => {
    expect(readDay(typed, now)).toBe(day)
  })
  it('says lengths in two units', () => {
    expect(sayDuration(12_000)).toBe('3 h 20 min')
    expect(sayDuration(-90_000)).toBe('1 Tag 1 h')
    expect(sayDuration(59)).toBe('0 min')
  })
})

describe('numbers and texts', () => {
  it('are German', () => {
    expect(sayNumber(1214)).toBe('1.214')
    expect(sayPercent(0.87)).toMatch(/^87\s%$/)
    expect(sayMoney(123450)).toMatch(/^1\.234,50\s€$/)
    expect(sayBytes(1_400_000)).toBe('1,4 MB')
    expect(sayTotal(1001)).toBe('1.000+')
  })
  it('fold, shorten and abbreviate by glyphs', () => {
    expect([fold('Möller'), fold('MOELLER'), fold('Straße'), fold('Šárka')]).toEqual(['moeller', 'moeller', 'strasse', 'sarka'])
    expect(shorten('Elektronische Wohnsitzanmeldung', 20)).toBe('Elektronische…')
    expect([initials('Hanna Maier'), initials('Dr. Eva von der Au'), initials('Özil')]).toEqual(['HM', 'EA', 'Ö'])
  })
  it('keep the address as the API wants it', () => {
    const values = { state: ['open', 'new'], q: 'Drucker & Co', empty: '' }
    expect(stringifySearch(values)).toBe('?state=open&state=new&q=Drucker+%26+Co')
    expect(parseSearch('?state=open&state=new&q=Drucker+%26+Co')).toEqual({ state: ['open', 'new'], q: 'Drucker & Co' })
    expect([many(undefined), many('a'), one(['a', 'b'])]).toEqual([[], ['a'], 'a'])
  })
})

it('reads the name of a file with all its letters', () => {
  expect(fileName('attachment; filename="Pr_f.csv"; filename*=UTF-8\'\'Pr%C3%BCf.csv', 'x')).toBe('Prüf.csv')
  expect(fileName('attachment; filename="a.csv"', 'x')).toBe('a.csv')
  expect(fileName(null, 'x')).toBe('x')
})
