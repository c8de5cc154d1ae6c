import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { SavedView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { parseSearch, stringifySearch, type SearchValues } from '@/lib/search'
import { Button } from '@/ui/Button'
import { StarIcon } from '@/ui/icons'
import { Menu } from '@/ui/Menu'
import { toasts } from '@/ui/toasts'
import { sameQuery, type ViewKind } from './kinds'
import { ManageDialog } from './ManageDialog'
import { savedViews, useChangeView } from './queries'
import { ViewDialog } from './ViewDialog'
import './views.css'

/** The views of this page, and what its address says now. Where it says nothing when one comes, it shows the standard view. */
function useViews(kind: ViewKind) {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const all = useQuery(savedViews).data
  const views = all?.filter((view) => view.kind === kind)
  const query = stringifySearch(search).replace('?', '')
  const show = (view: SavedView, replace = false) => void navigate({ to: '.', search: parseSearch(view.query) as never, replace })
  const bare = useRef(query === '')
  useEffect(() => {
    if (!bare.current || !views) return
    bare.current = false
    const standard = views.find((view) => view.standard)
    if (standard && query === '') show(standard, true)
  })
  return { views: views ?? [], query, show }
}

/** "☆ Ansicht": shows a kept view, keeps the present one, changes and shares them. */
export function ViewMenu({ kind }: { kind: ViewKind }) {
  const { t } = useTranslation('views')
  const say = useProblemText()
  const { views, query, show } = useViews(kind)
  const [open, setOpen] = useState<'create' | 'manage' | undefined>()
  // The view one came from: it can take over what was changed since.
  const [from, setFrom] = useState<string | undefined>()
  const here = views.find((view) => sameQuery(view.query, query))
  const base = views.find((view) => view.id === from)
  const renew = useChangeView((view) => toasts.show({ text: t('changed', { name: view.name }) }))
  useEffect(() => { if (here) setFrom(here.id) }, [here])
  const notes = (view: SavedView) => [view.standard ? t('standard') : undefined, view.own ? undefined : t('by', { name: view.owner.name ?? t('somebody') })].filter(Boolean).join(' · ')
  const take = (view: SavedView) => renew.mutate({ view, body: { query } }, { onError: (error) => { const { title, detail } = say(asProblem(error)); toasts.show({ tone: 'danger', text: [title, detail].filter(Boolean).join('. ') }) } })
  const acts = [
    ...(here ? [] : [{ id: 'create', label: t('create'), onAction: () => setOpen('create') }]),
    ...(base && !here && base.can.includes('update') ? [{ id: 'renew', label: t('renew', { name: base.name }), onAction: () => take(base) }] : []),
    ...(views.length > 0 ? [{ id: 'manage', label: t('manage'), onAction: () => setOpen('manage') }] : []),
  ]
  return (
    <>
      <Menu
        label={t('title')}
        trigger={<Button small variant="quiet" icon={<StarIcon aria-hidden="true" className={here ? 'vw-star is-kept' : 'vw-star'} />}>{here?.name ?? t('open')}</Button>}
        groups={[
          ...(views.length > 0 ? [{
            id: 'views', title: t('title'), ...(here ? { selected: here.id } : {}), onSelect: (id: string) => { const view = views.find((one) => one.id === id); if (view) show(view) },
            entries: views.map((view) => ({ id: view.id, label: view.name, note: notes(view) })),
          }] : []),
          { id: 'acts', title: t('acts'), hideTitle: true, entries: acts },
        ]}
      />
      {open === 'create' ? <ViewDialog kind={kind} query={query} onClose={() => setOpen(undefined)} /> : null}
      {open === 'manage' ? <ManageDialog views={views} onClose={() => setOpen(undefined)} /> : null}
    </>
  )
}
