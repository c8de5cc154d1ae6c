import { useTranslation } from 'react-i18next'
import type { StockColumns } from '@/api/types'
import { Select } from '@/ui/Select'
import { useLanguage } from '@/ui/When'

interface MappingProps {
  found: StockColumns
  /** "target:column" */
  said: string[]
  onChange: (said: string[]) => void
}

const NONE = ''

/** Which column says what: a choice for each thing a sheet can say. */
export function Mapping({ found, said, onChange }: MappingProps) {
  const { t } = useTranslation('stock')
  const language = useLanguage()
  const options = [{ id: NONE, label: t('none') }, ...found.columns.filter((column) => column !== '').map((column) => ({ id: column, label: column }))]
  const columnOf = (target: string) => said.find((entry) => entry.startsWith(`${target}:`))?.slice(target.length + 1) ?? NONE
  const choose = (target: string, column: string | null) => onChange([...said.filter((entry) => !entry.startsWith(`${target}:`)), ...(column ? [`${target}:${column}`] : [])])
  const words = found.mapping.filter((target) => target.name === null)
  const milestones = found.mapping.filter((target) => target.name !== null)
  return (
    <>
      <fieldset className="dw-fieldset">
        <legend>{t('about')}</legend>
        <div className="dw-form-two">
          {words.map(({ target, required }) => <Select key={target} label={t(`target.${target}`)} optional={!required} value={columnOf(target)} onChange={(column) => choose(target, column)} options={options} />)}
        </div>
      </fieldset>
      <fieldset className="dw-fieldset">
        <legend>{t('milestones')}</legend>
        <div className="dw-form-two">
          {milestones.map(({ target, name }) => <Select key={target} label={`${target} ${name?.[language] ?? ''}`} optional value={columnOf(target)} onChange={(column) => choose(target, column)} options={options} />)}
        </div>
      </fieldset>
    </>
  )
}
