import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RolloutDetail, RolloutParty } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { PersonPicker } from '@/pickers/PersonPicker'
import { EditNote, useEdit } from '@/pickers/useEdit'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { toasts } from '@/ui/toasts'
import { holderNames, type Holder } from './holder'
import { setting, tagged, useSetting } from './queries'

/** Who plays which role; the one who must act is marked. */
export function Parties({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const [editing, setEditing] = useState<RolloutParty | undefined>()
  const may = rollout.can.includes('set_party')
  return (
    <section className="dw-card" aria-labelledby="ro-parties">
      <header className="ro-card-head"><h2 id="ro-parties">{t('parties.title')}</h2></header>
      <ul className="ro-parties">
        {rollout.parties.map((party) => (
          <li key={party.role}>
            <span className="ro-role dw-small dw-muted">{party.role_name}{rollout.ball?.role === party.role ? <> <Badge tone="accent">{t('ball')}</Badge></> : null}</span>
            <span className="ro-party">{party.organisation?.name ?? <span className="dw-muted">{t('parties.nobody')}</span>}{party.person?.name ? <span className="dw-muted">{`, ${party.person.name}`}</span> : null}</span>
            {may ? <Button small variant="quiet" aria-label={t('parties.change_name', { role: party.role_name })} onPress={() => setEditing(party)}>{t('parties.change')}</Button> : null}
          </li>
        ))}
      </ul>
      {editing ? <PartyDialog rollout={rollout} party={editing} onClose={() => setEditing(undefined)} /> : null}
    </section>
  )
}

function PartyDialog({ rollout, party, onClose }: { rollout: RolloutDetail; party: RolloutParty; onClose: () => void }) {
  const { t } = useTranslation('rollouts')
  const edit = useEdit({
    current: tagged(rollout), change: useSetting(rollout, () => { toasts.show({ text: t('parties.done', { role: party.role_name }) }); onClose() }),
    draftOf(view: RolloutDetail): { who: Holder } { const at = view.parties.find((one) => one.role === party.role); return { who: { organisation: at?.organisation ?? null, person: at?.person ?? null } } },
    fields: { who: { label: party.role_name, say: holderNames } },
    inputOf: ({ who }, _, base) => setting(base.view, { command: 'set_party', role: party.role, organisation_id: who.organisation?.id ?? null, person_id: who.person?.id ?? null }),
  })
  const { who } = edit.draft
  const footer = <><Button onPress={onClose}>{t('cancel')}</Button><Button variant="primary" isPending={edit.isPending} onPress={() => edit.save()}>{t('save')}</Button></>
  return (
    <Dialog isOpen onClose={onClose} title={t('parties.ask', { role: party.role_name })} footer={footer}>
      <div className="dw-stack">
        <EditNote edit={edit} />
        <p>{t('parties.text')}</p>
        <OrganisationPicker pointer="/organisation_id" value={who.organisation} onChange={(organisation) => edit.set({ who: { ...who, organisation } })} optional />
        <PersonPicker pointer="/person_id" value={who.person} onChange={(person) => edit.set({ who: { ...who, person } })} optional {...(who.organisation ? { organisation: who.organisation.id } : {})} />
      </div>
    </Dialog>
  )
}
