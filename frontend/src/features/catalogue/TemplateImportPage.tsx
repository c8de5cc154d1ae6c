import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TemplateDefinition } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { FileDrop } from '@/ui/FileDrop'
import { DangerIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { toasts } from '@/ui/toasts'
import { useImportTemplate } from './queries'
import './catalogue.css'

/** A new version of a phase template from a JSON file. All faults are shown at once, each with its place in the file. */
export function TemplateImportPage() {
  const { t } = useTranslation('catalogue')
  const navigate = useNavigate()
  const say = useProblemText()
  const [unreadable, setUnreadable] = useState<string | undefined>()
  const [name, setName] = useState('')
  const send = useImportTemplate((template) => { toasts.show({ text: t('template.imported', { version: template.version }) }); void navigate({ to: `/templates/${template.id}` as never }) })
  async function choose(file: File) {
    setName(file.name)
    send.reset()
    setUnreadable(undefined)
    try {
      send.mutate(JSON.parse(await file.text()) as TemplateDefinition)
    } catch (error) {
      setUnreadable(error instanceof Error ? error.message : '')
    }
  }
  const { problem } = send
  return (
    <div className="dw-page">
      <PageHeader title={t('templates.import')} crumbs={[{ label: t('templates.title'), href: '/templates' }]} />
      <div className="ca-form">
        <section className="dw-card dw-stack">
          <p>{t('template.import_text')}</p>
          <FileDrop label={t('template.drop')} hint={t('template.drop_hint')} accept={['.json', 'application/json']} onFile={(file) => void choose(file)} isPending={send.isPending} />
        </section>
        {unreadable === undefined ? null : <ProblemSummary title={t('template.unreadable', { name })} detail={unreadable} />}
        {problem ? (
          <>
            <ProblemSummary {...say(problem)} problems={[]} />
            {problem.errors.length > 0 ? (
              <section className="dw-card dw-stack">
                <h2>{t('template.faults', { count: problem.errors.length, name })}</h2>
                <div className="ca-frame"><table className="ca-table">
                  <thead><tr><th scope="col">{t('template.place')}</th><th scope="col">{t('import.message')}</th></tr></thead>
                  <tbody>{problem.errors.map((fault) => <tr key={`${fault.pointer} ${fault.code}`}><td><code>{fault.pointer}</code></td><td><DangerIcon aria-hidden="true" /> {fault.message}</td></tr>)}</tbody>
                </table></div>
              </section>
            ) : null}
          </>
        ) : null}
      </div>
    </div>
  )
}
