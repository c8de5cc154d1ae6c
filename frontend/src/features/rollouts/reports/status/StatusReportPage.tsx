import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { StatusReport } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { saveFile } from '@/lib/files'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { Confirm } from '@/ui/Dialog'
import { FormDialog } from '@/ui/FormDialog'
import { DownloadIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { Content } from './Content'
import { contentPath, reportContent, statusReport, useDeleteReport, useSendReport } from './queries'
import { ReportDialog } from './ReportDialog'
import { useReportWords } from './words'
import '../reports.css'

/** One report: what stands in it now, as files, and sent. */
export function StatusReportPage() {
  const { t } = useTranslation('status')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(statusReport(id))
  const content = useQuery({ ...reportContent(id, data?.view.version ?? 0), enabled: data !== undefined })
  const back = { label: t('title'), href: '/reports/status' }
  if (error && !data) return <PageProblem error={error} back={back} />
  if (!data) return <div className="dw-page"><Skeleton lines={10} /></div>
  return (
    <div className="dw-page">
      <PageHeader title={data.view.name} crumbs={[back]} actions={<Acts report={data.view} />} />
      <Sending report={data.view} />
      <ProblemNote problem={content.error ? asProblem(content.error) : undefined} />
      {content.data ? <Content content={content.data} /> : content.error ? null : <Skeleton lines={12} />}
    </div>
  )
}

const FILES = { pdf: 'application/pdf', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const

function Acts({ report }: { report: StatusReport }) {
  const { t } = useTranslation('status')
  const navigate = useNavigate()
  const say = useProblemText()
  const words = useReportWords()
  const [open, setOpen] = useState<'edit' | 'delete' | 'send' | undefined>()
  const [saving, setSaving] = useState<string | undefined>()
  const close = () => setOpen(undefined)
  const gone = useDeleteReport(() => { toasts.show({ text: t('deleted', { name: report.name }) }); void navigate({ to: '/reports/status' as never }) })
  const send = useSendReport(report.id, (sent) => { toasts.show({ text: t('sent', { count: sent.last?.copies.filter(({ outcome }) => outcome === 'queued').length ?? 0 }) }); close() })
  const fail = (error: unknown) => { const { title, detail } = say(asProblem(error)); toasts.show({ tone: 'danger', text: [title, detail].filter(Boolean).join('. ') }) }
  async function save(kind: keyof typeof FILES) {
    setSaving(kind)
    await download(contentPath(report.id), {}, FILES[kind]).then(saveFile, fail)
    setSaving(undefined)
  }
  const file = (kind: keyof typeof FILES) => <Button icon={<DownloadIcon aria-hidden="true" />} isPending={saving === kind} onPress={() => void save(kind)}>{t(`file.${kind}`)}</Button>
  return (
    <>
      {file('pdf')}
      {file('xlsx')}
      {report.can.includes('send') ? <Button variant="primary" onPress={() => setOpen('send')}>{t('send')}</Button> : null}
      {report.can.includes('update') ? <Button onPress={() => setOpen('edit')}>{t('edit')}</Button> : null}
      {report.can.includes('delete') ? <Button variant="quiet" onPress={() => setOpen('delete')}>{t('delete')}</Button> : null}
      {open === 'edit' ? <ReportDialog report={report} onClose={close} onDone={close} /> : null}
      {open === 'send' ? (
        <FormDialog title={t('send_title', { name: report.name })} submit={t('send')} onSubmit={() => send.mutate(report)} onClose={close} isPending={send.isPending} problem={send.problem && say(send.problem)}>
          <p>{t('send_text', { names: words.recipients(report) })}</p>
        </FormDialog>
      ) : null}
      <Confirm isOpen={open === 'delete'} onClose={() => { close(); gone.reset() }} title={t('delete_title', { name: report.name })} confirm={t('delete')} onConfirm={() => gone.mutate(report)} isPending={gone.isPending}>
        <ProblemNote problem={gone.problem} />
        <p>{t('delete_text')}</p>
      </Confirm>
    </>
  )
}

/** How often and for whom, and what became of it last. */
function Sending({ report }: { report: StatusReport }) {
  const { t } = useTranslation('status')
  const words = useReportWords()
  const { last } = report
  return (
    <section className="dw-card dw-stack" aria-label={t('sending')}>
      <p className="rp-line">
        {words.rhythm(report)}
        {report.next_at ? <> · {t('next')}: <When value={report.next_at} /></> : null}
        {' · '}{t('recipients')}: {words.recipients(report)}
      </p>
      {last ? (
        <>
          <p className="rp-line">{t('last')}: <When value={last.at} /></p>
          <ul className="rp-copies">
            {last.copies.map(({ user, outcome }) => <li key={user.id}>{user.name ?? t('hidden')}: {t(`outcome.${outcome}`)}</li>)}
          </ul>
        </>
      ) : <p className="dw-muted rp-line">{t('never')}</p>}
    </section>
  )
}
