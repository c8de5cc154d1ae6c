import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RolloutDetail, RolloutParty, RolloutPartyView } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { PersonPicker } from '@/pickers/PersonPicker'
import { EditNote, useEdit } from '@/pickers/useEdit'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { ProblemNote } from '@/pickers/ProblemNote'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { holderNames, type Holder } from './holder'
import { rolloutParties, setting, tagged, useCommand, useSetting } from './queries'

/** Who plays which role; the one who must act is marked. */
export function Parties({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const [editing, setEditing] = useState<RolloutParty | undefined>()
  const may = rollout.can.includes('set_party')
  const told = useQuery(rolloutParties(rollout.id)).data
  return (
    <section className="dw-card" aria-labelledby="ro-parties">
      <header className="ro-card-head"><h2 id="ro-parties">{t('parties.title')}</h2></header>
      <ul className="ro-parties">
        {rollout.parties.map((party) => (
          <li key={party.role}>
            <span className="ro-role dw-small dw-muted">{party.role_name}{rollout.ball?.role === party.role ? <> <Badge tone="accent">{t('ball')}</Badge></> : null}</span>
            <span className="ro-party">{party.organisation?.name ?? <span className="dw-muted">{t('parties.nobody')}</span>}{party.person?.name ? <span className="dw-muted">{`, ${party.person.name}`}</span> : null}</span>
            <Origin told={told?.find((one) => one.role === party.role)} />
            {may ? <Button small variant="quiet" aria-label={t('parties.change_name', { role: party.role_name })} onPress={() => setEditing(party)}>{t('parties.change')}</Button> : null}
          </li>
        ))}
      </ul>
      {editing ? <PartyDialog rollout={rollout} party={editing} told={told?.find((one) => one.role === editing.role)} onClose={() => setEditing(undefined)} /> : null}
    </section>
  )
}

/** Where it comes from: "aus: Landkreis Ebersberg, seit 01.03." */
function Origin({ told }: { told: RolloutPartyView | undefined }) {
  const { t } = useTranslation('rollouts')
  if (told?.origin === 'hand') return <span className="ro-party dw-small dw-muted">{t('parties.by_hand')}</span>
  const step = told?.steps.find((one) => one.counts)
  if (!step?.entry) return null
  const where = [step.body?.name, step.service?.name, step.programme?.name].filter(Boolean).join(' · ')
  return <span className="ro-party dw-small dw-muted">{t('parties.from', { where })} <When value={step.entry.valid_from} /></span>
}

interface PartyDialogProps {
  rollout: RolloutDetail
  party: RolloutParty
  told: RolloutPartyView | undefined
  onClose: () => void
}

function PartyDialog({ rollout, party, told, onClose }: PartyDialogProps) {
  const { t } = useTranslation('rollouts')
  const follow = useCommand(rollout, () => { toasts.show({ text: t('parties.follows', { role: party.role_name }) }); onClose() })
  const edit = useEdit({
    current: tagged(rollout), change: useSetting(rollout, () => { toasts.show({ text: t('parties.done', { role: party.role_name }) }); onClose() }),
    draftOf(view: RolloutDetail): { who: Holder } { const at = view.parties.find((one) => one.role === party.role); return { who: { organisation: at?.organisation ?? null, person: at?.person ?? null } } },
    fields: { who: { label: party.role_name, say: holderNames } },
    inputOf: ({ who }, _, base) => setting(base.view, { command: 'set_party', role: party.role, organisation_id: who.organisation?.id ?? null, person_id: who.person?.id ?? null }),
  })
  const { who } = edit.draft
  const again = told?.can.includes('follow_party') ? <Button variant="quiet" isPending={follow.isPending} onPress={() => follow.mutate({ command: { command: 'follow_party', role: party.role } })}>{t('parties.follow')}</Button> : null
  const footer = <>{again}<Button onPress={onClose}>{t('cancel')}</Button><Button variant="primary" isPending={edit.isPending} onPress={() => edit.save()}>{t('parties.fix')}</Button></>
  return (
    <Dialog isOpen onClose={onClose} title={t('parties.ask', { role: party.role_name })} footer={footer}>
      <div className="dw-stack">
        <EditNote edit={edit} />
        <ProblemNote problem={follow.problem} />
        <p>{t('parties.text')}</p>
        {told ? <Steps told={told} /> : null}
        <OrganisationPicker pointer="/organisation_id" value={who.organisation} onChange={(organisation) => edit.set({ who: { ...who, organisation } })} optional />
        <PersonPicker pointer="/person_id" value={who.person} onChange={(person) => edit.set({ who: { ...who, person } })} optional {...(who.organisation ? { organisation: who.organisation.id } : {})} />
      </div>
    </Dialog>
  )
}

/** Where the role was looked up, the nearest first. */
function Steps({ told }: { told: RolloutPartyView }) {
  const { t } = useTranslation('rollouts')
  return (
    <details className="ro-steps">
      <summary>{t('parties.why')}</summary>
      <ol>
        {told.steps.map((step) => {
          const where = [step.body?.name, step.service?.name, step.programme?.name].filter(Boolean).join(' · ')
          const who = step.entry ? holderNames({ organisation: step.entry.organisation, person: step.entry.person ?? null }) : t('parties.no_entry')
          return <li key={where} className={step.entry ? undefined : 'dw-muted'}>{`${where}: ${who}`}{step.counts ? <> <Badge tone="accent">{t('parties.counts')}</Badge></> : null}</li>
        })}
      </ol>
    </details>
  )
}
