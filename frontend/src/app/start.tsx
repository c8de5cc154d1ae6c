import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startI18n } from './i18n'
import { Providers } from './Providers'

/** Draws the product into the page. */
export async function start(): Promise<void> {
  await startI18n()
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(<StrictMode><Providers /></StrictMode>)
}
