import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { ServiceCostView } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { EmptyState } from '@/ui/EmptyState'
import { CopyIcon, ServicesIcon } from '@/ui/icons'
import { missingRows, type CopyRow } from './copyCosts'
import { CopyForm } from './CopyForm'
import { costsOf } from './queries'

interface CopyProps {
  year: number
  /** What stands in the year already. */
  present: ServiceCostView[]
  /** Services of the catalogue that are active. */
  active: ReadonlySet<string>
}

/** The button that takes over what services cost the year before. */
export function CopyCosts({ year, present, active }: CopyProps) {
  const { t } = useTranslation('levy')
  const from = year - 1
  const [isAsked, setAsked] = useState(false)
  const [rows, setRows] = useState<CopyRow[] | undefined>()
  const { data, error, isFetching } = useQuery({ ...costsOf(from), enabled: isAsked })
  // As it is when the dialog opens: rows do not come and go under the hand.
  if (isAsked && !rows && data && !isFetching) setRows(missingRows(data, present))
  const isLoading = isAsked && !rows && (isFetching || !error)
  function close() {
    setAsked(false)
    setRows(undefined)
  }
  return (
    <>
      <Button icon={<CopyIcon aria-hidden="true" />} isPending={isLoading} onPress={() => setAsked(true)}>{t('copy.open')}</Button>
      {!isAsked || isLoading ? null : rows && rows.length > 0 ? <CopyForm year={year} rows={rows} active={active} onClose={close} /> : (
        <Dialog isOpen onClose={close} title={t('copy.title', { from, year })} footer={<Button variant="primary" onPress={close}>{t('close')}</Button>} wide>
          {rows ? <EmptyState icon={ServicesIcon} title={t('copy.none')} level={3}>{t('copy.none_text', { from, year })}</EmptyState> : <ProblemNote problem={error ? asProblem(error) : undefined} />}
        </Dialog>
      )}
    </>
  )
}
