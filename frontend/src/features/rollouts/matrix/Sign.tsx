import { useTranslation } from 'react-i18next'
import { isCovered, letterOf, type Cell, type Letter } from './cells'

/** A shape of its own per state, so that the picture reads without colour. */
const SIGNS: Record<Letter, string> = { L: '●', g: '◐', y: '▲', r: '◆', d: 'Ⅱ', o: '○', c: '?', w: 'E', '-': '', p: '↷', x: '×', '.': '·' }
const NAMES: Record<Letter, string> = { L: 'live', g: 'green', y: 'yellow', r: 'red', d: 'deferred', o: 'ordered', c: 'clarification', w: 'own_solution', '-': 'not_competent', p: 'replaced', x: 'cancelled', '.': 'not_ordered' }

export const signOf = (cell: Cell): string => { const letter = letterOf(cell); return letter ? `${isCovered(cell) ? '↑' : ''}${SIGNS[letter]}` : '' }
export const nameOf = (letter: Letter): string => NAMES[letter]

/** A cell in words: "live, über die zuständige Stelle". */
export function useCellWords(): (cell: Cell) => string {
  const { t } = useTranslation('rollouts')
  return (cell) => {
    const letter = letterOf(cell)
    if (!letter) return t('matrix.state.unknown')
    const state = t(`matrix.state.${NAMES[letter]}`)
    return isCovered(cell) ? t('matrix.covered', { state }) : state
  }
}
