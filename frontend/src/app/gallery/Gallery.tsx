import { useState } from 'react'
import { ToastRegion } from '@/ui/ToastRegion'
import { Badge } from '@/ui/Badge'
import { Button, IconButton } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { EmptyState } from '@/ui/EmptyState'
import { CloseIcon, InboxIcon, MoreIcon, PlusIcon } from '@/ui/icons'
import { Light } from '@/ui/Light'
import { Menu } from '@/ui/Menu'
import { PageHeader } from '@/ui/PageHeader'
import { PhasePath } from '@/ui/PhasePath'
import { ProgressBar } from '@/ui/ProgressBar'
import { Skeleton } from '@/ui/Skeleton'
import { Tabs } from '@/ui/Tabs'
import { Timeline, TimelineEntry } from '@/ui/Timeline'
import { toasts } from '@/ui/toasts'
import { Tree, type TreeNode } from '@/ui/Tree'
import { Fields } from './Fields'
import { List } from './List'
import '../layouts/desk.css'
import './gallery.css'

const NOW = new Date('2026-03-05T11:00:00Z')

/** Every piece of the kit on one page, to look at and to run axe over. */
export function Gallery() {
  return (
    <main id="main" className="dw-page dw-gallery">
      <PageHeader
        title="VG Aßling · Elektronische Wohnsitzanmeldung"
        crumbs={[{ label: 'Rollouts', href: '/_gallery' }, { label: 'BayernPackages 2026', href: '/_gallery' }]}
        meta={<><span>RO-2026-004711</span><Light state="yellow" reason="M3.2 seit 4 Arbeitstagen fällig, am Zug: KommIT" /></>}
        actions={<Actions />}
      />
      <PhasePath
        label="Phasen" progress={0.45}
        steps={[
          { id: '1', label: 'Interesse', state: 'done' }, { id: '2', label: 'Bestellung', state: 'done' }, { id: '3', label: 'Vorbereitung', state: 'skipped' },
          { id: '4', label: 'Technik', state: 'current', note: 'Plan 12.03.' }, { id: '5', label: 'Test', state: 'open' }, { id: '6', label: 'Go-Live', state: 'open', note: 'Prognose 19.03.' },
        ]}
      />
      <List />
      <Fields />
      <div className="dw-gallery-cols">
        <Talk />
        <Small />
        <Organisations />
      </div>
      {document.querySelector('.dw-toasts') ? null : <ToastRegion />}
    </main>
  )
}

function Actions() {
  return (
    <>
      <Button variant="primary" icon={<PlusIcon aria-hidden="true" />}>Welle planen</Button>
      <Button onPress={() => toasts.show({ text: '12 Rollouts verschoben', action: { label: 'Rückgängig', run: () => toasts.show({ text: 'Wiederhergestellt' }) } })}>Verschieben</Button>
      <Button disabledReason="Die Phase Test ist noch nicht abgeschlossen.">Freigeben</Button>
      <Menu
        label="Weitere Aktionen"
        trigger={<IconButton label="Weitere Aktionen" icon={<MoreIcon />} noTooltip />}
        groups={[{ id: 'a', title: 'Aktionen', entries: [{ id: 'x', label: 'Als PDF', keys: 'Strg P' }, { id: 'd', label: 'Stornieren …', danger: true, icon: <CloseIcon aria-hidden="true" /> }] }]}
      />
    </>
  )
}

function Talk() {
  const [tab, setTab] = useState('public')
  const entries = (
    <Timeline label="Verlauf">
      <TimelineEntry author="Katharina Huber" at="2026-03-03T08:12:00Z" now={NOW}>Zertifikat beantragt, Rückmeldung der Zertifizierungsstelle bis Freitag erwartet.</TimelineEntry>
      <TimelineEntry author="System" at="2026-03-02T07:00:00Z" now={NOW} quiet>Wartezeit IT-Dienstleister beginnt.</TimelineEntry>
      <TimelineEntry author="Hanna Maier" at="2026-03-05T09:40:00Z" now={NOW} internal="intern">Bitte vor der Welle am 19. noch einmal anrufen.</TimelineEntry>
    </Timeline>
  )
  return (
    <section className="dw-card">
      <Tabs label="Verlauf" selected={tab} onSelect={setTab} tabs={[{ id: 'public', label: 'Öffentlich', count: 3, content: entries }, { id: 'internal', label: 'Intern', content: <Skeleton lines={4} /> }]} />
    </section>
  )
}

function Small() {
  return (
    <section className="dw-card dw-stack">
      <h2>Kleine Teile</h2>
      <div className="dw-row">
        <Badge>neu</Badge><Badge tone="info">in Arbeit</Badge><Badge tone="success">live</Badge><Badge tone="warning">wartet</Badge><Badge tone="danger">überfällig</Badge><Badge tone="accent">Welle 3</Badge>
      </div>
      <div className="dw-row"><Light state="green" /><Light state="yellow" /><Light state="red" /><Light state="none" /></div>
      <div className="dw-row"><Button small>Klein</Button><Button variant="danger">Stornieren</Button><Button variant="quiet">Leise</Button><Button variant="primary" isPending>Senden</Button></div>
      <ProgressBar label="Import GV100AD" value={312} max={1214} note="312 von 1.214, noch 2 min" />
      <DescriptionList items={[{ term: 'Zuständige Stelle', value: 'VG Aßling' }, { term: 'ARS', value: '09 1 75 5102' }, { term: 'Verantwortlich', value: 'Hanna Maier' }]} />
      <EmptyState icon={InboxIcon} level={3} title="Noch keine Dokumente" actions={<Button small>Dokument hinzufügen</Button>}>Ziehen Sie eine Datei hierher, oder wählen Sie eine aus.</EmptyState>
    </section>
  )
}

const NODES: TreeNode[] = [
  { id: 'ebe', label: 'Landkreis Ebersberg', hasChildren: true, note: '21', children: [
    { id: 'anz', label: 'Anzing', hasChildren: false },
    { id: 'ass', label: 'VG Aßling', hasChildren: true, note: '3', children: [{ id: 'a1', label: 'Aßling', hasChildren: false }, { id: 'a2', label: 'Emmering', hasChildren: false }] },
    { id: 'gla', label: 'VG Glonn', hasChildren: true, note: '6' },
  ] },
  { id: 'erd', label: 'Landkreis Erding', hasChildren: true, note: '26' },
]

function Organisations() {
  const [expanded, setExpanded] = useState(['ebe', 'ass', 'gla'])
  const [selected, setSelected] = useState('a1')
  return (
    <section className="dw-card dw-stack">
      <h2>Organisationen</h2>
      <Tree label="Organisationen" nodes={NODES} expanded={expanded} onExpandedChange={setExpanded} selected={selected} onSelect={setSelected} />
    </section>
  )
}
