import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '@/api/problem'
import { useProblemText, type ProblemText } from '@/api/useProblemText'
import { Checkbox } from '@/ui/Checkbox'
import { FormDialog } from '@/ui/FormDialog'
import { ProgressBar } from '@/ui/ProgressBar'
import type { ProblemSummaryProps } from '@/ui/ProblemSummary'
import { toasts } from '@/ui/toasts'
import { CopyLine } from './CopyLine'
import { costFrom, sumOf, type CopyRow } from './copyCosts'
import { useEnterCosts, type EnteredCosts } from './enterCosts'
import { useMoney } from './words'

interface FormProps {
  year: number
  rows: CopyRow[]
  active: ReadonlySet<string>
  onClose: () => void
}

/** What a refusal says of one row. */
const wordsOf = ({ title, detail, problems }: ProblemText) => (problems.length > 0 ? problems.map(({ message }) => message) : [title, detail]).filter(Boolean).join(' ')

/** Which costs are taken over and with which amounts. What is refused stays, with the reason. */
export function CopyForm({ year, rows: initial, active, onClose }: FormProps) {
  const { t } = useTranslation('levy')
  const say = useProblemText()
  const money = useMoney()
  const [rows, setRows] = useState(initial)
  const [refused, setRefused] = useState<ReadonlyMap<string, Problem>>(new Map())
  const [taken, setTaken] = useState(0)
  const [isMissing, setMissing] = useState(false)
  const enter = useEnterCosts(done)
  const from = year - 1
  const chosen = rows.filter((row) => row.chosen)
  const change = (id: string, patch: Partial<CopyRow>) => setRows((now) => now.map((row) => (row.cost.id === id ? { ...row, ...patch } : row)))

  function send() {
    setMissing(chosen.length === 0)
    setRefused(new Map())
    if (chosen.length > 0) enter.mutate(chosen.map((row) => costFrom(row, year)))
  }
  function done(outcome: EnteredCosts) {
    const count = taken + outcome.entered.size
    if (outcome.isStopped || outcome.refused.size === 0) toasts.show({ text: t('copy.done', { count, from }) })
    if (outcome.isStopped) return
    if (outcome.refused.size === 0) return onClose()
    setTaken(count)
    setRows((now) => now.filter((row) => !outcome.entered.has(row.cost.service.id)))
    setRefused(outcome.refused)
  }
  function summary(): ProblemSummaryProps | undefined {
    if (isMissing && chosen.length === 0) return { title: t('copy.choose') }
    const problems = rows.flatMap(({ cost }) => {
      const problem = refused.get(cost.service.id)
      return problem ? [{ pointer: `/${cost.id}`, message: `${cost.service.name ?? t('hidden')}: ${wordsOf(say(problem))}` }] : []
    })
    return problems.length > 0 ? { title: t('copy.done', { count: taken, from }), detail: t('copy.left'), problems } : undefined
  }
  return (
    <FormDialog title={t('copy.title', { from, year })} submit={t('copy.submit')} onClose={onClose} onSubmit={send} isPending={enter.isPending} problem={enter.isPending ? undefined : summary()} wide>
      <p className="dw-muted">{t('copy.text', { from, year })}</p>
      <div>
        <div className="ly-copy-line ly-copy-head">
          <Checkbox isSelected={chosen.length === rows.length} isIndeterminate={chosen.length > 0 && chosen.length < rows.length} isDisabled={enter.isPending} onChange={(all) => setRows((now) => now.map((row) => ({ ...row, chosen: all })))}>{t('copy.all')}</Checkbox>
          <span aria-hidden="true">{t('costs.operation')}</span><span aria-hidden="true">{t('costs.first')}</span>
        </div>
        {rows.map((row) => (
          <CopyLine key={row.cost.id} row={row} change={(patch) => change(row.cost.id, patch)} problem={refused.get(row.cost.service.id)} isActive={active.has(row.cost.service.id)} isDisabled={enter.isPending} />
        ))}
      </div>
      {enter.isPending ? <Running passed={enter.passed} all={chosen.length} /> : <p role="status">{t('copy.chosen', { count: chosen.length, of: rows.length, amount: money(sumOf(chosen)) })}</p>}
    </FormDialog>
  )
}

/** How far it is. Takes the focus, as the field that had it cannot be used meanwhile. */
function Running({ passed, all }: { passed: number; all: number }) {
  const { t } = useTranslation('levy')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => { box.current?.focus(); box.current?.scrollIntoView?.({ block: 'nearest' }) }, [])
  return <div ref={box} tabIndex={-1}><ProgressBar label={t('copy.running')} value={passed} max={all} note={t('copy.progress', { done: passed, all })} /></div>
}
