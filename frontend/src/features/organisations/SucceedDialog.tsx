import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dayOf } from '@/lib/dates'
import type { Tagged } from '@/api/client'
import type { OrganisationView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import type { Picked } from '@/pickers/picked'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { toasts } from '@/ui/toasts'
import { useSucceed } from './queries'

/** Another organisation takes over: this one ends on that day. */
export function SucceedDialog({ current, onClose }: { current: Tagged<OrganisationView>; onClose: () => void }) {
  const { t } = useTranslation('organisations')
  const say = useProblemText()
  const [{ view: organisation, etag }] = useState(current)
  const [successor, setSuccessor] = useState<Picked | null>(null)
  const [day, setDay] = useState<string | null>(dayOf(new Date()))
  const [missing, setMissing] = useState(false)
  const succeed = useSucceed(organisation.id, () => { toasts.show({ text: t('succeed.done', { name: organisation.name }) }); onClose() })
  const { problem } = succeed
  function send() {
    setMissing(successor === null || day === null)
    if (successor && day) succeed.mutate({ successor_id: successor.id, on_date: day, etag })
  }
  return (
    <FormDialog title={t('succeed.title', { name: organisation.name })} submit={t('succeed.send')} onClose={onClose} onSubmit={send} isPending={succeed.isPending} problem={problem ? say(problem) : undefined}>
      <p>{t('succeed.text', { name: organisation.name })}</p>
      <OrganisationPicker label={t('places.successor')} pointer="/successor_id" value={successor} onChange={setSuccessor} error={missing && !successor ? t('succeed.missing') : problem?.at('/successor_id')} isRequired />
      <DateField label={t('succeed.day')} pointer="/on_date" value={day} onChange={setDay} error={missing && !day ? t('succeed.day_missing') : problem?.at('/on_date')} isRequired />
    </FormDialog>
  )
}
