import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { isCovered, letterOf, LETTERS, type Cell, type Letter } from './cells'

/** A shape of its own per state, so that the picture reads without colour. */
const SIGNS: Record<Letter, string> = { L: '●', g: '◐', y: '▲', r: '◆', d: 'Ⅱ', o: '○', c: '?', w: 'E', '-': '', p: '↷', x: '×', '.': '·' }
const NAMES: Record<Letter, string> = { L: 'live', g: 'green', y: 'yellow', r: 'red', d: 'deferred', o: 'ordered', c: 'clarification', w: 'own_solution', '-': 'not_competent', p: 'replaced', x: 'cancelled', '.': 'not_ordered' }

export const signOf = (cell: Cell): string => { const letter = letterOf(cell); return letter ? `${isCovered(cell) ? '↑' : ''}${SIGNS[letter]}` : '' }
export const nameOf = (letter: Letter): string => NAMES[letter]

/** A cell in words: "live, über die zuständige Stelle". A picture says the same few things in thousands of cells, so they are looked up once. */
export function useCellWords(): (cell: Cell) => string {
  const { t } = useTranslation('rollouts')
  return useMemo(() => {
    const own = LETTERS.map((letter): [Cell, string] => [letter, t(`matrix.state.${NAMES[letter]}`)])
    const covered = own.map(([letter, state]): [Cell, string] => [`^${letter}` as Cell, t('matrix.covered', { state })])
    const known = new Map([...own, ...covered])
    return (cell) => known.get(cell) ?? t('matrix.state.unknown')
  }, [t])
}
