import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '@/ui/Button'
import { toasts } from '@/ui/toasts'
import { PublicationFacts, PublicationState } from './PublicationState'
import { publicationOf, publicationSummary, useCheck } from './queries'

/** Below the milestone that the index proves: what it says. Nothing where no index is asked. */
export function PublicationNote({ rolloutId, milestone }: { rolloutId: string; milestone: string }) {
  const { t } = useTranslation('publications')
  const index = useQuery(publicationSummary).data?.index
  const row = useQuery({ ...publicationOf(rolloutId), enabled: Boolean(index) }).data
  const check = useCheck(() => toasts.show({ text: t('checking') }))
  if (!index || row?.milestone.key !== milestone) return null
  return (
    <p className="ro-facts">
      <span>{t(`index.${index}`)}:</span> <PublicationState row={row} /> <PublicationFacts row={row} />
      {row.can.includes('check') ? <Button small isPending={check.isPending} onPress={() => check.mutate(rolloutId)}>{t('check')}</Button> : null}
    </p>
  )
}
