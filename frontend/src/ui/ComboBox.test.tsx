import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import { ComboBox } from './ComboBox'
import type { Option } from './Select'

const HOF = { id: 'hof', label: 'Stadt Hof' }
const changed = vi.fn()

function Host({ optional }: { optional?: boolean }) {
  const [value, setValue] = useState<Option | null>(HOF)
  return (
    <>
      <ComboBox label="Wer" value={value} onChange={(next) => { changed(next); setValue(next) }} load={async () => [{ id: 'ulm', label: 'Ulm' }]} {...(optional ? { optional } : {})} />
      <button type="button">weiter</button>
    </>
  )
}

async function field(optional?: boolean) {
  changed.mockClear()
  render(<Host {...(optional ? { optional } : {})} />)
  const user = userEvent.setup()
  await user.tab()
  return { user, input: screen.getByRole('combobox', { name: /^Wer/ }) }
}

it('passing through keeps what is chosen, also where the list has not got it', async () => {
  const { user, input } = await field()
  await user.tab()
  expect(input).toHaveProperty('value', 'Stadt Hof')
  await user.tab({ shift: true })
  await screen.findByRole('option', { name: 'Ulm' })
  await user.tab()
  expect(input).toHaveProperty('value', 'Stadt Hof')
  expect(changed).not.toHaveBeenCalled()
})

it('emptying a voluntary field takes out what is chosen; another one gets it back', async () => {
  const { user, input } = await field(true)
  await user.clear(input)
  await user.tab()
  expect(changed.mock.calls).toEqual([[null]])
  expect(input).toHaveProperty('value', '')
})

it('emptying a field that is needed gives back what was chosen', async () => {
  const { user, input } = await field()
  await user.clear(input)
  await user.tab()
  expect(changed).not.toHaveBeenCalled()
  expect(input).toHaveProperty('value', 'Stadt Hof')
})

it('what is found is chosen', async () => {
  const { user, input } = await field(true)
  await user.clear(input)
  await user.type(input, 'Ul')
  await user.click(await screen.findByRole('option', { name: 'Ulm' }))
  expect(changed).toHaveBeenLastCalledWith({ id: 'ulm', label: 'Ulm' })
  expect(input).toHaveProperty('value', 'Ulm')
})
