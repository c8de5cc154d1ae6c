import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttachedTo, FormDefinition, FormFault, FormView } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { PlusIcon } from '@/ui/icons'
import { Segmented } from '@/ui/Segmented'
import { toasts } from '@/ui/toasts'
import { BothTexts } from './BothTexts'
import { Changes } from './Changes'
import { Lines } from './Lines'
import { isField, newField, newSection, toRows, toSections, type Row } from './model'
import { Preview } from './Preview'
import { FieldProperties, SectionProperties } from './Properties'
import { formCheck, useSaveForm } from './queries'

/** How long one may go on typing before the definition is checked. */
const PAUSE_MS = 500

function useLater<T>(value: T): T {
  const [later, setLater] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return later
}

/** The row a fault is in: `/sections/1/fields/2/label/de`. */
function rowOf(rows: Row[], pointer: string): Row | undefined {
  const found = /^\/sections\/(\d+)(?:\/fields\/(\d+))?/.exec(pointer)
  if (!found) return undefined
  const heads = rows.flatMap((row, at) => (isField(row) ? [] : [at]))
  const head = heads[Number(found[1])]
  return head === undefined ? undefined : rows[head + (found[2] === undefined ? 0 : Number(found[2]) + 1)]
}

/** A draft: topics and questions in a list, what belongs to the chosen one beside it, and the form as it will be. */
export function Editor({ form, onDirty }: { form: FormView; onDirty: (dirty: boolean) => void }) {
  const { t } = useTranslation('forms')
  const [head, setHead] = useState({ title: form.definition.title, help: form.definition.help })
  const [rows, setRows] = useState(() => toRows(form.definition))
  const [attached, setAttached] = useState<AttachedTo>(form.attached_to)
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const definition = useMemo<FormDefinition>(() => ({ key: form.definition.key, title: head.title, ...(head.help ? { help: head.help } : {}), sections: toSections(rows) }), [form.definition.key, head, rows])
  const isDirty = attached !== form.attached_to || JSON.stringify(plain(definition)) !== JSON.stringify(plain(form.definition))
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  const checked = useQuery({ ...formCheck(useLater(definition)), placeholderData: keepPreviousData })
  const faults = checked.data?.faults ?? form.faults
  const save = useSaveForm(form, () => toasts.show({ text: t('saved') }))
  const row = rows.find(({ id }) => id === chosen)
  const change = (next: Row) => setRows((all) => all.map((one) => (one.id === next.id ? next : one)))
  /** Below the chosen row, else at the end. */
  function add(made: Row) {
    setRows((all) => { const at = all.findIndex(({ id }) => id === chosen); return all.toSpliced(at < 0 ? all.length : at + 1, 0, made) })
    setChosen(made.id)
  }
  function remove(id: string) {
    const at = rows.findIndex((one) => one.id === id)
    setRows(rows.toSpliced(at, 1))
    setChosen(rows[at - 1]?.id)
  }
  const faulty = new Set(faults.flatMap(({ pointer }) => rowOf(rows, pointer)?.id ?? []))
  return (
    <div className="fo-editor">
      <section className="dw-card fo-lines" aria-labelledby="fo-lines">
        <header className="fo-head"><h2 id="fo-lines">{t('lines')}</h2><Button small variant="primary" isPending={save.isPending} disabledReason={isDirty ? undefined : t('nothing_to_save')} onPress={() => save.mutate({ attached_to: attached, definition })}>{t('save')}</Button></header>
        <ProblemNote problem={save.problem} />
        <p className="dw-small dw-muted">{t('lines_hint')}</p>
        <Lines rows={rows} chosen={chosen} faulty={faulty} onChoose={setChosen} onChange={setRows} />
        <p className="fo-acts">
          <Button small icon={<PlusIcon aria-hidden="true" />} onPress={() => add(newField(rows))}>{t('add_field')}</Button>
          <Button small icon={<PlusIcon aria-hidden="true" />} onPress={() => add(newSection())}>{t('add_section')}</Button>
        </p>
        <Faults faults={faults} onChoose={(pointer) => setChosen(rowOf(rows, pointer)?.id)} />
        <Changes form={form} />
      </section>
      <section className="dw-card fo-properties" aria-labelledby="fo-properties">
        <h2 id="fo-properties">{t(`of_${row === undefined ? 'form' : isField(row) ? 'field' : 'section'}`)}</h2>
        {row === undefined ? (
          <>
            <BothTexts label={t('form_title')} value={head.title} onChange={(title) => setHead({ ...head, title })} />
            <BothTexts label={t('help')} optional value={head.help} onChange={(help) => setHead({ ...head, help })} onNone={() => setHead({ title: head.title, help: null })} />
            <Segmented label={t('attached_to')} value={attached} onChange={(id) => setAttached(id as AttachedTo)} options={(['milestone', 'body'] as const).map((id) => ({ id, label: t(`attached.${id}`) }))} />
          </>
        ) : isField(row) ? (
          <FieldProperties key={row.id} field={row.field} rows={rows} sources={form.sources} onChange={(field) => change({ ...row, field })} onRemove={() => remove(row.id)} />
        ) : (
          <SectionProperties key={row.id} section={row.section} onChange={(section) => change({ ...row, section })} {...(rows.indexOf(row) > 0 ? { onRemove: () => remove(row.id) } : {})} />
        )}
      </section>
      <Preview definition={definition} />
    </div>
  )
}

/** Without what is there or not but means the same. */
const plain = (definition: FormDefinition): unknown => JSON.parse(JSON.stringify(definition, (_, value: unknown) => (value === null ? undefined : sorted(value))))
const sorted = (value: unknown): unknown => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))) : value)

/** What keeps the draft from being published, each with the way to it. */
function Faults({ faults, onChoose }: { faults: FormFault[]; onChoose: (pointer: string) => void }) {
  const { t } = useTranslation('forms')
  if (faults.length === 0) return <p role="status" className="dw-small dw-muted">{t('no_faults')}</p>
  return (
    <div role="status">
      <h3>{t('faults', { count: faults.length })}</h3>
      <ul className="fo-faults">{faults.map(({ pointer, code, message }) => <li key={`${pointer} ${code}`}><Button small variant="quiet" onPress={() => onChoose(pointer)}>{message}</Button></li>)}</ul>
    </div>
  )
}
