import { expect, test } from 'vitest'
import { readShortcut } from './shortcut'

test('a number of working days at the end of a note is a day to ask again, elsewhere it is text', () => {
  expect(readShortcut('Kommt bis Freitag +3')).toEqual({ note: 'Kommt bis Freitag', days: 3 })
  expect(readShortcut('Kommt\n+10 ')).toEqual({ note: 'Kommt', days: 10 })
  expect(readShortcut('+1')).toEqual({ note: '', days: 1 })
  for (const text of ['Rückruf unter +49 9174 4711', 'A+3', 'Kommt +0', 'Kommt +999', '+3 Tage später']) {
    expect(readShortcut(text)).toEqual({ note: text, days: undefined })
  }
})
