import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserInvited, UserView } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { useInviteAll } from './queries'

interface InviteSelectedProps {
  rows: UserView[]
  selected: ReadonlySet<string>
  onDone: () => void
}

/** Invites the chosen users; some may be refused, the others go through. */
export function InviteSelected({ rows, selected, onDone }: InviteSelectedProps) {
  const { t } = useTranslation('administration')
  const [results, setResults] = useState<UserInvited[] | undefined>()
  const invite = useInviteAll((done) => { setResults(done); onDone() })
  if (selected.size === 0 && !results && !invite.problem) return null
  const close = () => { setResults(undefined); invite.reset() }
  const invited = results?.filter((one) => one.outcome === 'invited').length ?? 0
  return (
    <>
      {selected.size > 0 ? <Button isPending={invite.isPending} onPress={() => invite.mutate([...selected])}>{t('users.invite_selected', { count: selected.size })}</Button> : null}
      <Dialog isOpen={results !== undefined || invite.problem !== undefined} onClose={close} title={t('users.invite_title')} footer={<Button variant="primary" onPress={close} autoFocus>{t('users.close')}</Button>}>
        <ProblemNote problem={invite.problem} />
        {results ? <p>{t('users.invite_summary', { count: invited })}</p> : null}
        <ul className="dw-lines">
          {(results ?? []).filter((one) => one.outcome !== 'invited').map((one) => (
            <li key={one.user_id}><span className="dw-grow">{rows.find((row) => row.id === one.user_id)?.name ?? one.user_id}</span><Badge tone="warning">{t(`users.invite_outcome.${one.outcome}`)}</Badge></li>
          ))}
        </ul>
      </Dialog>
    </>
  )
}
