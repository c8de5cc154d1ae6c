import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServicesImportView } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button, LinkButton } from '@/ui/Button'
import { FileDrop } from '@/ui/FileDrop'
import { DangerIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Select } from '@/ui/Select'
import { toasts } from '@/ui/toasts'
import { useImportServices } from './queries'
import { LEVELS, PACKAGES } from './words'
import './catalogue.css'

/** Services from a CSV file: first what would change and what is wrong, by line and column, then taken over at once or not at all. */
export function ServicesImportPage() {
  const { t } = useTranslation('catalogue')
  const [file, setFile] = useState<File | undefined>()
  const [level, setLevel] = useState<string | null>(null)
  const [category, setCategory] = useState<string | null>('efa')
  const preview = useImportServices(() => {})
  const apply = useImportServices((result) => { if (result.total_faults === 0) { toasts.show({ text: t('import.done', { new: result.difference.new, changed: result.difference.changed }) }); setFile(undefined); preview.reset() } })
  const look = (chosen: File, patch: { level?: string | null; category?: string | null } = {}) => preview.mutate({ file: chosen, dry: true, level: patch.level === undefined ? level : patch.level, package: patch.category === undefined ? category : patch.category })
  function choose(picked: File) {
    setFile(picked)
    apply.reset()
    look(picked)
  }
  const result = apply.data ?? preview.data
  const clean = result !== undefined && result.total_faults === 0 && result.difference.new + result.difference.changed > 0
  return (
    <div className="dw-page">
      <PageHeader title={t('services.import')} crumbs={[{ label: t('services.title'), href: '/services' }]} />
      <div className="ca-form">
        <section className="dw-card dw-stack">
          <FileDrop label={t('import.drop')} hint={t('import.hint')} accept={['.csv', 'text/csv']} onFile={choose} isPending={preview.isPending} />
          <div className="ca-grid">
            <Select label={t('import.level')} value={level} onChange={(id) => { setLevel(id); if (file) look(file, { level: id }) }} options={LEVELS.map((id) => ({ id, label: t(`level.${id}`) }))} description={t('import.level_hint')} />
            <Select label={t('import.package')} value={category} onChange={(id) => { setCategory(id); if (file) look(file, { category: id }) }} options={PACKAGES.map((id) => ({ id, label: t(`package.${id}`) }))} description={t('import.package_hint')} />
          </div>
        </section>
        <ProblemNote problem={apply.problem ?? preview.problem} />
        {file && result ? <Result name={file.name} result={result} /> : null}
        {file && result ? (
          <div className="ca-foot">
            <LinkButton href="/services">{t('cancel')}</LinkButton>
            <Button variant="primary" isPending={apply.isPending} disabledReason={clean ? undefined : result.total_faults > 0 ? t('import.faulty') : t('import.nothing')} onPress={() => apply.mutate({ file, dry: false, level, package: category })}>{t('import.apply')}</Button>
          </div>
        ) : null}
      </div>
    </div>
  )
}

function Result({ name, result }: { name: string; result: ServicesImportView }) {
  const { t } = useTranslation('catalogue')
  const { difference } = result
  return (
    <section className="dw-card dw-stack" aria-live="polite" aria-labelledby="ca-result">
      <h2 id="ca-result">{name}</h2>
      <p className="dw-row">
        <Badge tone="success">{t('import.new', { count: difference.new })}</Badge>
        <Badge tone="info">{t('import.changed', { count: difference.changed })}</Badge>
        <Badge>{t('import.unchanged', { count: difference.unchanged })}</Badge>
        {result.total_faults > 0 ? <Badge tone="danger">{t('import.faults', { count: result.total_faults })}</Badge> : null}
      </p>
      {result.faults.length > 0 ? (
        <>
          <h3>{t('import.faults_title')}</h3>
          <div className="ca-frame"><table className="ca-table">
            <thead><tr><th scope="col">{t('import.line')}</th><th scope="col">{t('import.column')}</th><th scope="col">{t('import.message')}</th></tr></thead>
            <tbody>{result.faults.map((fault) => <tr key={`${fault.line} ${fault.column} ${fault.code}`}><td>{fault.line}</td><td>{fault.column}</td><td><DangerIcon aria-hidden="true" /> {fault.message}</td></tr>)}</tbody>
          </table></div>
        </>
      ) : null}
      {result.changes.length > 0 ? (
        <>
          <h3>{t('import.changes_title')}</h3>
          <div className="ca-frame"><table className="ca-table">
            <thead><tr><th scope="col">{t('import.what')}</th><th scope="col">{t('service.key')}</th><th scope="col">{t('service.name')}</th><th scope="col">{t('import.fields')}</th></tr></thead>
            <tbody>{result.changes.map((change) => <tr key={change.key}><td><Badge tone={change.change === 'new' ? 'success' : 'info'}>{change.change === 'new' ? t('import.is_new') : t('import.is_changed')}</Badge></td><td>{change.key}</td><td>{change.name}</td><td>{change.fields.map((field) => t(`service.${field}` as 'service.key', { defaultValue: field })).join(', ')}</td></tr>)}</tbody>
          </table></div>
        </>
      ) : null}
    </section>
  )
}
