import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { GrantView } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Confirm } from '@/ui/Dialog'
import { toasts } from '@/ui/toasts'
import { useCreateGrant, useDeleteGrant } from './queries'

/** Withdrawing a grant: asks once, then offers to give it again. */
export function useWithdraw(): { ask: (grant: GrantView) => void; dialog: ReactNode } {
  const { t } = useTranslation('administration')
  const [grant, setGrant] = useState<GrantView | null>(null)
  const again = useCreateGrant(() => toasts.show({ text: t('grants.created') }))
  const withdraw = useDeleteGrant(() => {
    const gone = grant
    setGrant(null)
    if (!gone) return
    const run = () => again.mutate({ role_id: gone.role.id, holder: { kind: gone.holder_kind, id: gone.holder.id }, scope: { kind: gone.scope_kind, ...(gone.scope ? { id: gone.scope.id } : {}) } })
    toasts.show({ text: t('grants.withdrawn'), action: { label: t('undo'), run } })
  })
  const dialog = (
    <>
      <ProblemNote problem={again.problem} />
      <Confirm
        isOpen={grant !== null} onClose={() => { setGrant(null); withdraw.reset() }} confirm={t('grants.withdraw')} onConfirm={() => grant && withdraw.mutate(grant.id)} isPending={withdraw.isPending}
        title={t('grants.withdraw_title', { role: grant?.role.name ?? '', name: grant?.holder.name ?? t('hidden') })}
      >
        <ProblemNote problem={withdraw.problem} />
        <p>{t('grants.withdraw_text')}</p>
      </Confirm>
    </>
  )
  return { ask: setGrant, dialog }
}
