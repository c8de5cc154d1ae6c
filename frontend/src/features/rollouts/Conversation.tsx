import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { ArticleView, AttachmentView, Audience } from '@/api/types'
import { sayBytes } from '@/lib/numbers'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button, IconButton } from '@/ui/Button'
import { FilesHere } from '@/ui/FilesHere'
import { AttachIcon, CloseIcon, FileIcon, SendIcon } from '@/ui/icons'
import { Select } from '@/ui/Select'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { TextArea } from '@/ui/TextField'
import { Timeline, TimelineEntry } from '@/ui/Timeline'
import { useLanguage } from '@/ui/When'
import { articles, attachments, openAttachment, useSay } from './queries'
import { useDraft } from './useDraft'

const AUDIENCES: Audience[] = ['all', 'body', 'team']
type Show = 'everything' | Audience

/** What was said about a ticket, newest last, where the reply box is. What only some may read says so. */
export function Conversation({ id, can }: { id: string; can: string[] }) {
  const { t } = useTranslation('rollouts')
  const [show, setShow] = useState<Show>('everything')
  const said = useQuery(articles(id))
  const files = useQuery(attachments(id)).data?.items ?? []
  const all = (said.data?.items ?? []).toSorted((a, b) => a.created_at.localeCompare(b.created_at))
  const shown = show === 'everything' ? all : all.filter((article) => article.audience === show)
  const mixed = new Set(all.map((article) => article.audience)).size > 1
  return (
    <section className="dw-card ro-talk" aria-labelledby="ro-talk">
      <header className="ro-card-head">
        <h2 id="ro-talk">{t('talk.title')}</h2>
        {mixed ? <ShowChoice show={show} onChange={setShow} /> : null}
      </header>
      <ProblemNote problem={said.error && !said.data ? asProblem(said.error) : undefined} />
      {said.data ? (
        shown.length === 0 ? <p className="ro-quiet">{t('talk.none')}</p> : (
          <Timeline label={t('talk.title')}>
            {shown.map((article) => <Entry key={article.id} article={article} files={files.filter((file) => file.article_id === article.id)} />)}
          </Timeline>
        )
      ) : said.error ? null : <><LoadingNote /><Skeleton lines={4} /></>}
      <Reply id={id} can={can} />
    </section>
  )
}

function ShowChoice({ show, onChange }: { show: Show; onChange: (show: Show) => void }) {
  const { t } = useTranslation('rollouts')
  return (
    <div className="ro-segments" role="group" aria-label={t('talk.show')}>
      {(['everything', ...AUDIENCES] as const).map((one) => (
        <button key={one} type="button" aria-pressed={show === one} onClick={() => onChange(one)}>{t(`talk.show_${one}`)}</button>
      ))}
    </div>
  )
}

function Entry({ article, files }: { article: ArticleView; files: AttachmentView[] }) {
  const { t } = useTranslation('rollouts')
  const quiet = article.channel === 'system'
  return (
    <TimelineEntry author={article.author.name ?? t('hidden')} at={article.created_at} quiet={quiet} {...(article.audience === 'team' ? { internal: t('talk.internal') } : {})}>
      {article.audience === 'body' ? <span className="ro-audience"><Badge tone="info">{t('audience.body')}</Badge></span> : null}
      <span className="ro-text">{article.text}</span>
      {files.length > 0 ? <ul className="ro-files">{files.map((file) => <li key={file.id}><FileLink file={file} /></li>)}</ul> : null}
    </TimelineEntry>
  )
}

/** A file by name and size; pressing it fetches it with the session. */
export function FileLink({ file }: { file: AttachmentView }) {
  const language = useLanguage()
  const [busy, setBusy] = useState(false)
  return (
    <Button small variant="quiet" icon={<FileIcon aria-hidden="true" />} isPending={busy} onPress={() => { setBusy(true); void openAttachment(file).finally(() => setBusy(false)) }}>
      {file.name} <span className="dw-muted">{sayBytes(file.size, language)}</span>
    </Button>
  )
}

/** The reply box: keeps its draft until it is sent, takes files by drop; `r` comes here, Strg+Enter sends. */
function Reply({ id, can }: { id: string; can: string[] }) {
  const { t } = useTranslation('rollouts')
  const allowed = AUDIENCES.filter((audience) => can.includes(`article:${audience}`))
  const [draft, setDraft] = useDraft(id)
  const [files, setFiles] = useState<File[]>([])
  const box = useRef<HTMLDivElement>(null)
  const say = useSay(id, () => { setDraft({ text: '', audience: draft.audience }); setFiles([]) })
  useReplyKey(box)
  if (allowed.length === 0) return null
  const audience = allowed.includes(draft.audience) ? draft.audience : (allowed[0] ?? 'all')
  const empty = draft.text.trim() === '' && files.length === 0
  const send = () => { if (!empty && !say.isPending) say.mutate({ text: draft.text.trim(), audience, files }) }
  const onKeyDown = (event: KeyboardEvent) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send() } }
  return (
    <div ref={box} className={audience === 'team' ? 'ro-reply is-internal' : 'ro-reply'}>
      <ProblemNote problem={say.problem} />
      <FilesHere bare label={t('talk.drop')} button={t('talk.attach')} icon={<AttachIcon aria-hidden="true" />} onFiles={(more) => setFiles((before) => [...before, ...more])}>
        <TextArea label={t('talk.reply')} pointer="/text" value={draft.text} onChange={(text) => setDraft({ text, audience })} onKeyDown={onKeyDown} placeholder={t(`talk.placeholder_${audience}`)} rows={2} maxLength={50_000} />
        {files.length > 0 ? (
          <ul className="ro-files">
            {files.map((file, index) => (
              <li key={`${file.name} ${file.lastModified}`}>{file.name}<IconButton small noTooltip label={t('talk.remove', { name: file.name })} icon={<CloseIcon />} onPress={() => setFiles((before) => before.filter((_, at) => at !== index))} /></li>
            ))}
          </ul>
        ) : null}
      </FilesHere>
      <div className="ro-reply-foot">
        <Select label={t('talk.audience')} value={audience} onChange={(next) => setDraft({ text: draft.text, audience: (next ?? audience) as Audience })} options={allowed.map((one) => ({ id: one, label: t(`audience.${one}`), note: t(`audience.${one}_note`) }))} />
        <Button variant="primary" icon={<SendIcon aria-hidden="true" />} isPending={say.isPending} isDisabled={empty} onPress={send}>{t('talk.send')}</Button>
      </div>
    </div>
  )
}

function useReplyKey(box: React.RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    function onKey(event: globalThis.KeyboardEvent) {
      const target = event.target as HTMLElement
      if (event.key !== 'r' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (target.isContentEditable || target.closest('input, textarea, select, [role=dialog], [role=menu], [role=listbox]')) return
      const field = box.current?.querySelector('textarea')
      if (!field) return
      event.preventDefault()
      field.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [box])
}
