import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Button } from './Button'
import { DateField } from './DateField'
import { FilterBar } from './FilterBar'
import { Light } from './Light'
import { PhasePath } from './PhasePath'
import { ProblemSummary } from './ProblemSummary'
import { DataTable } from './table/DataTable'
import { readSort, sortParam, type Column } from './table/types'
import { TextField } from './TextField'
import { ToastRegion } from './ToastRegion'
import { toasts } from './toasts'

interface Row { id: string; name: string }
const COLUMNS: Column<Row>[] = [{ id: 'name', label: 'Name', sortKey: 'name', card: 'title', cell: (row) => row.name }, { id: 'id', label: 'Nummer', cell: (row) => row.id }]
const rows = (count: number): Row[] => Array.from({ length: count }, (_, index) => ({ id: String(index), name: `Gemeinde ${index}` }))

function table(count: number, extra: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) {
  return <DataTable label="Gemeinden" columns={COLUMNS} rows={rows(count)} rowId={(row) => row.id} rowLabel={(row) => row.name} rowHref={(row) => `/g/${row.id}`} empty={<p>leer</p>} {...extra} />
}

describe('DataTable', () => {
  it('draws what is seen and says how much there is', () => {
    render(table(5000, { total: 5000 }))
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('5001')
    const drawn = screen.getAllByRole('row').length
    expect(drawn).toBeGreaterThan(10)
    expect(drawn).toBeLessThan(60)
  })
  it('moves by keys with one tab stop, opens with Enter, selects with Space', async () => {
    const user = userEvent.setup()
    const onOpen = vi.fn()
    const onSelect = vi.fn()
    render(table(30, { onOpen, onSelect, selected: new Set() }))
    const cell = (place: string) => document.querySelector<HTMLElement>(`[data-cell="${place}"]`)
    act(() => cell('0:1')?.focus())
    await user.keyboard('jj{ArrowUp}{ArrowRight}')
    expect(document.activeElement).toBe(cell('1:2'))
    expect(document.querySelectorAll('[data-cell][tabindex="0"]')).toHaveLength(1)
    await user.keyboard('{Enter}')
    expect(onOpen).toHaveBeenCalledWith({ id: '1', name: 'Gemeinde 1' })
    await user.keyboard(' ')
    expect([...onSelect.mock.calls[0]?.[0] ?? []]).toEqual(['1'])
  })
  it('turns the order on the second press', async () => {
    const user = userEvent.setup()
    const onSort = vi.fn()
    const { rerender } = render(table(3, { onSort }))
    await user.click(screen.getByRole('button', { name: 'Name' }))
    rerender(table(3, { onSort, sort: { key: 'name', descending: false } }))
    await user.click(screen.getByRole('button', { name: 'Name' }))
    expect(onSort.mock.calls.map(([sort]) => sortParam(sort))).toEqual(['name', '-name'])
    expect(readSort('-name')).toEqual({ key: 'name', descending: true })
  })
  it('asks for more near the end only, and not while more is coming', () => {
    const onLoadMore = vi.fn()
    const { rerender } = render(table(500, { hasMore: true, onLoadMore }))
    expect(onLoadMore).not.toHaveBeenCalled()
    rerender(table(12, { hasMore: true, isLoadingMore: true, onLoadMore }))
    expect(onLoadMore).not.toHaveBeenCalled()
    rerender(table(12, { hasMore: true, onLoadMore }))
    expect(onLoadMore).toHaveBeenCalled()
  })
  it('shows bones while loading and teaches when empty', () => {
    const { rerender } = render(table(0, { rows: undefined }))
    expect(screen.getByRole('status').textContent).toBe('Wird geladen …')
    rerender(table(0))
    expect(screen.getByText('leer')).toBeTruthy()
  })
})

describe('forms', () => {
  it('the summary takes focus and leads into the field', async () => {
    const user = userEvent.setup()
    render(<><ProblemSummary title="Bitte prüfen" problems={[{ pointer: '/a/0', message: 'Titel fehlt' }]} /><TextField label="Titel" pointer="/a/0" error="Titel fehlt" /></>)
    expect(document.activeElement).toBe(screen.getByRole('alert'))
    await user.click(screen.getByRole('link', { name: 'Titel fehlt' }))
    const field = screen.getByRole('textbox', { name: 'Titel' })
    expect(document.activeElement).toBe(field)
    expect(field.getAttribute('aria-invalid')).toBe('true')
  })
  it('a typed date is understood on leaving; what is none stays and says so', async () => {
    const user = userEvent.setup()
    const changed = vi.fn()
    function Host() {
      const [day, setDay] = useState<string | null>(null)
      return <DateField label="Termin" value={day} onChange={(next) => { changed(next); setDay(next) }} />
    }
    render(<Host />)
    const field = screen.getByRole('textbox', { name: 'Termin' })
    await user.type(field, '3.4.26{Enter}')
    expect(field).toHaveProperty('value', '03.04.2026')
    await user.clear(field)
    await user.type(field, '31.2.')
    await user.tab()
    expect(field).toHaveProperty('value', '31.2.')
    expect(screen.getByText(/mögliches Datum/)).toBeTruthy()
    expect(changed.mock.calls).toEqual([['2026-04-03']])
  })
  it('a blocked button stays reachable, tells why and does nothing', async () => {
    const user = userEvent.setup()
    const press = vi.fn()
    render(<Button onPress={press} disabledReason="Die Phase läuft noch.">Freigeben</Button>)
    await user.tab()
    const button = screen.getByRole('button', { name: /Freigeben.*Die Phase läuft noch\./ })
    expect(document.activeElement).toBe(button)
    await user.keyboard('{Enter}')
    expect(press).not.toHaveBeenCalled()
  })
})

describe('states and messages', () => {
  it('say the state in words', () => {
    render(<><Light state="red" reason="M3.2 fällig" symbolOnly /><PhasePath label="Phasen" steps={[{ id: 'a', label: 'Technik', state: 'current' }]} /></>)
    expect(screen.getByText('Rot: M3.2 fällig')).toBeTruthy()
    expect(screen.getByRole('listitem').getAttribute('aria-current')).toBe('step')
  })
  it('undo runs once and closes; errors are alerts', async () => {
    const user = userEvent.setup()
    const undo = vi.fn()
    render(<ToastRegion />)
    act(() => void toasts.show({ text: 'Verschoben', action: { label: 'Rückgängig', run: undo } }))
    act(() => void toasts.show({ text: 'Nicht gespeichert', tone: 'danger' }))
    expect(within(screen.getByRole('alert')).getByText('Nicht gespeichert')).toBeTruthy()
    await user.click(within(screen.getByRole('status')).getByRole('button', { name: 'Rückgängig' }))
    expect(undo).toHaveBeenCalledOnce()
    expect(screen.queryByText('Verschoben')).toBeNull()
  })
  it('a chip names what it removes', async () => {
    const user = userEvent.setup()
    const remove = vi.fn()
    render(<FilterBar chips={[{ id: 'p', name: 'Phase', value: 'Technik', onRemove: remove }]} />)
    await user.click(screen.getByRole('button', { name: 'Filter entfernen: Phase Technik' }))
    expect(remove).toHaveBeenCalledOnce()
  })
})
