import { cleanup } from '@testing-library/react'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { afterEach, beforeAll } from 'vitest'
import ui from '../locales/de/ui.json'

// Rows are virtual: without a size nothing would be drawn. 600 px show about twenty rows.
for (const [name, size] of [['offsetHeight', 600], ['clientHeight', 600], ['offsetWidth', 900], ['clientWidth', 900]] as const) {
  let holder: object | null = document.createElement('div')
  while (holder && !Object.hasOwn(holder, name)) holder = Object.getPrototypeOf(holder) as object | null
  // A row is 44 px, everything else the height of the window.
  if (holder) Object.defineProperty(holder, name, { configurable: true, get(this: HTMLElement) { return name === 'offsetHeight' && this.dataset.index !== undefined ? 44 : size } })
}

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: 'de', ns: ['ui'], defaultNS: 'ui', resources: { de: { ui } }, interpolation: { escapeValue: false } })
})

afterEach(cleanup)
