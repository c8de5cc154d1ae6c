import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { FormView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { Confirm } from '@/ui/Dialog'
import { DownloadIcon } from '@/ui/icons'
import { Menu } from '@/ui/Menu'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { useLanguage } from '@/ui/When'
import { say, TEMPLATE_TONE } from '../words'
import { Changes } from './Changes'
import { Editor } from './Editor'
import { Preview } from './Preview'
import { formQuery, saveAnswersFile, useDraftForm, useFormAct, type AnswersFormat, type FormAct } from './queries'
import './forms.css'

/** One version of a form: a draft with its editor, any other as it is filled in. */
export function FormPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(formQuery(id))
  if (query.error && !query.data) return <div className="dw-page"><ProblemNote problem={asProblem(query.error)} /></div>
  return query.data ? <Loaded key={query.data.id} form={query.data} /> : <PageSkeleton />
}

function Loaded({ form }: { form: FormView }) {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  const [isDirty, setDirty] = useState(false)
  return (
    <div className="dw-page">
      <PageHeader
        title={say(form.definition.title, language)} crumbs={[{ label: t('title'), href: '/forms' }]}
        meta={<><span>{t('version_n', { version: form.version })}</span><Badge tone={TEMPLATE_TONE[form.status]}>{t(`status.${form.status}`)}</Badge><span>{t(`attached.${form.attached_to}`)}</span><span>{form.key}</span></>}
        actions={<><Answers form={form} /><Acts form={form} isDirty={isDirty} /></>}
      />
      {form.can.includes('update') ? <Editor form={form} onDirty={setDirty} /> : <Preview definition={form.definition} />}
    </div>
  )
}

/** What was answered to it, for who works with it elsewhere. */
function Answers({ form }: { form: FormView }) {
  const { t } = useTranslation('forms')
  const tell = useProblemText()
  if (form.published === undefined || form.published === null) return null
  async function save(format: AnswersFormat) {
    try {
      await saveAnswersFile(form.key, format)
    } catch (error) {
      const { title, detail } = tell(asProblem(error))
      toasts.show({ tone: 'danger', text: [title, detail].filter(Boolean).join('. ') })
    }
  }
  const entry = (format: AnswersFormat) => ({ id: format, label: t(`answers.${format}`), onAction: () => void save(format) })
  return <Menu trigger={<Button icon={<DownloadIcon aria-hidden="true" />}>{t('answers.open')}</Button>} label={t('answers.open')} groups={[{ id: 'format', title: t('answers.open'), hideTitle: true, entries: [entry('xlsx'), entry('json')] }]} />
}

function Acts({ form, isDirty }: { form: FormView; isDirty: boolean }) {
  const { t } = useTranslation('forms')
  const navigate = useNavigate()
  const [asking, setAsking] = useState<FormAct | undefined>()
  const act = useFormAct(form, (done) => { setAsking(undefined); toasts.show({ text: t(`done_${done}`) }) })
  const draft = useDraftForm((made) => void navigate({ to: `/forms/${made.id}` as never }))
  const blocked = isDirty ? t('save_first') : form.faults.length > 0 ? t('faults', { count: form.faults.length }) : undefined
  return (
    <>
      <ProblemNote problem={draft.problem} />
      {form.can.includes('draft') ? <Button isPending={draft.isPending} onPress={() => draft.mutate({ attached_to: form.attached_to, definition: form.definition })}>{t('next_version')}</Button> : null}
      {form.can.includes('publish') ? <Button variant="primary" disabledReason={blocked} onPress={() => setAsking('publish')}>{t('publish')}</Button> : null}
      {form.can.includes('retire') ? <Button onPress={() => setAsking('retire')}>{t('retire')}</Button> : null}
      {asking ? (
        <Confirm isOpen onClose={() => setAsking(undefined)} title={t(`ask_${asking}`, { name: form.title, version: form.version })} confirm={t(asking === 'publish' ? 'publish' : 'retire')} isPending={act.isPending} onConfirm={() => act.mutate(asking)}>
          <ProblemNote problem={act.problem} />
          <p>{t(`text_${asking}`)}</p>
          {asking === 'publish' ? <Changes form={form} /> : null}
        </Confirm>
      ) : null}
    </>
  )
}
