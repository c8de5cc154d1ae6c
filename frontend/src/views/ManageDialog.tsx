import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedView } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { IconButton } from '@/ui/Button'
import { Confirm, Dialog } from '@/ui/Dialog'
import { DeleteIcon, EditIcon, PinIcon, StarIcon } from '@/ui/icons'
import { toasts } from '@/ui/toasts'
import { useDeleteView, useMarkView } from './queries'
import { ViewDialog } from './ViewDialog'
import './views.css'

/** All views of a page: which stands in the menu, which is the first, and what one may change of them. */
export function ManageDialog({ views, onClose }: { views: SavedView[]; onClose: () => void }) {
  const { t } = useTranslation('views')
  const [editing, setEditing] = useState<SavedView | undefined>()
  const [leaving, setLeaving] = useState<SavedView | undefined>()
  const mark = useMarkView()
  const remove = useDeleteView(() => { toasts.show({ text: t('deleted', { name: leaving?.name ?? '' }) }); setLeaving(undefined) })
  if (editing) return <ViewDialog kind={editing.kind} query={editing.query} view={editing} onClose={() => setEditing(undefined)} />
  return (
    <>
      <Dialog isOpen onClose={onClose} title={t('manage_title')} wide>
        <ProblemNote problem={mark.problem} />
        <ul className="dw-lines">
          {views.map((view) => (
            <li key={view.id}>
              <span className="dw-grow">
                {view.name}
                <span className="dw-small dw-muted vw-note">{view.own ? view.roles.map((role) => role.name).join(', ') : t('by', { name: view.owner.name ?? t('somebody') })}</span>
              </span>
              {view.standard ? <Badge tone="accent">{t('standard')}</Badge> : null}
              <span className="dw-row">
                <IconButton small label={t('pin', { name: view.name })} aria-pressed={view.pinned} icon={<PinIcon className={view.pinned ? 'vw-star is-kept' : 'vw-star'} />} onPress={() => mark.mutate({ view, pinned: !view.pinned })} />
                <IconButton small label={t('make_standard', { name: view.name })} aria-pressed={view.standard} icon={<StarIcon className={view.standard ? 'vw-star is-kept' : 'vw-star'} />} onPress={() => mark.mutate({ view, standard: !view.standard })} />
                {view.can.includes('update') ? <IconButton small label={t('edit', { name: view.name })} icon={<EditIcon />} onPress={() => setEditing(view)} /> : null}
                {view.can.includes('delete') ? <IconButton small label={t('delete', { name: view.name })} icon={<DeleteIcon />} onPress={() => setLeaving(view)} /> : null}
              </span>
            </li>
          ))}
        </ul>
      </Dialog>
      {leaving ? (
        <Confirm isOpen onClose={() => { setLeaving(undefined); remove.reset() }} title={t('delete_title', { name: leaving.name })} confirm={t('delete_confirm')} onConfirm={() => remove.mutate(leaving)} isPending={remove.isPending}>
          <ProblemNote problem={remove.problem} />
          <p>{leaving.roles.length > 0 ? t('delete_shared') : t('delete_own')}</p>
        </Confirm>
      ) : null}
    </>
  )
}
