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
        <p className="dw-muted dw-small">{t('about_hint')}</p>
        <div className="dw-form-two">
          {words.map(({ target, required }) => <Select key={target} label={t(`target.${target}`)} error={required && columnOf(target) === NONE ? t('needed') : undefined} value={columnOf(target)} onChange={(column) => choose(target, column)} options={options} />)}
        </div>
      </fieldset>
      <fieldset className="dw-fieldset">
        <legend>{t('milestones')}</legend>
        <div className="dw-form-two stock-milestones">
          {milestones.map(({ target, name }) => <Select key={target} label={`${target} ${name?.[language] ?? ''}`} value={columnOf(target)} onChange={(column) => choose(target, column)} options={options} />)}
        </div>
      </fieldset>
    </>
  )
}
