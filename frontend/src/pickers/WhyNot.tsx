import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explainQuery } from '@/api/explain'
import { asProblem } from '@/api/problem'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { HelpIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'
import { ExplainAnswer } from './ExplainAnswer'
import { ProblemNote } from './ProblemNote'

export interface WhyNotProps {
  /** The thing as events name it: `rollout`, `ticket`. */
  kind: string
  id: string
  /** What people want to do with it. */
  permissions: string[]
}

/** Stands where an action is missing: what one may do with this thing, through which roles, and who could do the rest. */
export function WhyNot({ kind, id, permissions }: WhyNotProps) {
  const { t } = useTranslation('pickers')
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button variant="quiet" icon={<HelpIcon aria-hidden="true" />} onPress={() => setOpen(true)}>{t('why.open')}</Button>
      {open ? (
        <Dialog isOpen onClose={close} title={t('why.title')} footer={<Button onPress={close}>{t('why.close')}</Button>}>
          <div className="dw-form">
            <p className="dw-muted">{t('why.text')}</p>
            {permissions.map((permission) => <Asked key={permission} permission={permission} kind={kind} id={id} />)}
          </div>
        </Dialog>
      ) : null}
    </>
  )
}

function Asked({ permission, kind, id }: { permission: string; kind: string; id: string }) {
  const { data, error } = useQuery(explainQuery({ permission, subject_kind: kind, subject_id: id }))
  if (error) return <ProblemNote problem={asProblem(error)} />
  return data ? <ExplainAnswer view={data} /> : <Skeleton lines={3} />
}
