import { useState } from 'react'
import { Button } from '@/ui/Button'
import { Checkbox, Switch } from '@/ui/Checkbox'
import { ComboBox } from '@/ui/ComboBox'
import { DateField } from '@/ui/DateField'
import { Confirm } from '@/ui/Dialog'
import { NumberField } from '@/ui/NumberField'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { Select, type Option } from '@/ui/Select'
import { SplitPane } from '@/ui/SplitPane'
import { TextArea, TextField } from '@/ui/TextField'

const PEOPLE: Option[] = [{ id: '1', label: 'Hanna Maier', note: 'Rolloutmanagement' }, { id: '2', label: 'Hanna Mayr', note: 'Gemeinde Anzing' }, { id: '3', label: 'Katharina Huber', note: 'KommIT' }]
const load = async (text: string) => PEOPLE.filter((person) => person.label.toLowerCase().includes(text.toLowerCase()))

export function Fields() {
  const [date, setDate] = useState<string | null>('2026-03-12')
  const [days, setDays] = useState<number | null>(1214)
  const [phase, setPhase] = useState<string | null>('t')
  const [person, setPerson] = useState<Option | null>(PEOPLE[0] ?? null)
  const [on, setOn] = useState(true)
  const [asks, setAsks] = useState(false)
  return (
    <section className="dw-card dw-stack">
      <h2>Formular</h2>
      <ProblemSummary title="Bitte prüfen Sie zwei Angaben. Alles andere ist noch da." problems={[{ pointer: '/title', message: 'Bitte geben Sie einen Titel ein.' }, { pointer: '/due', message: 'Der Termin liegt vor dem Beginn.' }]} requestId="01J9ZK" />
      <div className="dw-gallery-fields">
        <TextField label="Titel" pointer="/title" error="Bitte geben Sie einen Titel ein." />
        <DateField label="Termin" pointer="/due" value={date} onChange={setDate} />
        <NumberField label="Dauer" value={days} onChange={setDays} unit="Arbeitstage" minValue={0} />
        <Select label="Phase" value={phase} onChange={setPhase} options={[{ id: 'v', label: 'Vorbereitung' }, { id: 't', label: 'Technik' }]} />
        <ComboBox label="Verantwortlich" value={person} onChange={setPerson} load={load} />
        <TextField label="Kennung" optional description="Wie in Ihrem Fachverfahren." />
        <TextArea label="Nachricht" placeholder="Antwort …" />
        <div className="dw-stack">
          <Checkbox isSelected={on} onChange={setOn}>Beteiligte benachrichtigen</Checkbox>
          <Checkbox isSelected={false} isIndeterminate onChange={() => {}}>Einige Meilensteine</Checkbox>
          <Switch isSelected={on} onChange={setOn}>Automatische Statusberichte</Switch>
          <div className="dw-row"><Button variant="danger" onPress={() => setAsks(true)}>Stornieren …</Button></div>
        </div>
      </div>
      <div className="dw-gallery-split"><SplitPane label="Breite" initial={40} start={<p>Liste</p>} end={<p>Inhalt</p>} /></div>
      <Confirm isOpen={asks} onClose={() => setAsks(false)} title="Rollout RO-2026-004711 stornieren?" confirm="Stornieren" onConfirm={() => setAsks(false)}>
        Die VG Aßling wird benachrichtigt. Das lässt sich nicht rückgängig machen.
      </Confirm>
    </section>
  )
}
