import { useState } from 'react'
import { Badge } from '@/ui/Badge'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { StarIcon } from '@/ui/icons'
import { IconButton } from '@/ui/Button'
import { Light, type LightState } from '@/ui/Light'
import { Beside, Peek } from '@/ui/Peek'
import { DataTable } from '@/ui/table/DataTable'
import type { Column, Sort } from '@/ui/table/types'
import { When } from '@/ui/When'

interface Row { id: string; number: string; body: string; service: string; phase: string; light: LightState; due: string; open: number }

const BODIES = ['VG Aßling', 'Stadt Grafing b.München', 'Markt Schwaben', 'Gemeinde Anzing', 'Landkreis Ebersberg', 'Gemeinde Vaterstetten', 'Große Kreisstadt Erding']
const SERVICES = ['Elektronische Wohnsitzanmeldung', 'Gewerbeanmeldung', 'Einbürgerung', 'i-Kfz Stufe 4', 'Wohngeld']
const LIGHTS: LightState[] = ['green', 'green', 'yellow', 'green', 'red', 'none']
const ROWS: Row[] = Array.from({ length: 1214 }, (_, index) => ({
  id: String(index),
  number: `RO-2026-${String(4711 + index).padStart(6, '0')}`,
  body: BODIES[index % BODIES.length] ?? '',
  service: SERVICES[index % SERVICES.length] ?? '',
  phase: ['Technik', 'Test', 'Vorbereitung'][index % 3] ?? '',
  light: LIGHTS[index % LIGHTS.length] ?? 'none',
  due: `2026-03-${String((index % 27) + 1).padStart(2, '0')}`,
  open: (index * 7) % 12,
}))

const NOW = new Date('2026-03-05T11:00:00Z')
const COLUMNS: Column<Row>[] = [
  { id: 'number', label: 'Nummer', width: '9.5rem', sortKey: 'number', cell: (row) => <span className="dw-muted">{row.number}</span> },
  { id: 'body', label: 'Zuständige Stelle', width: 'minmax(11rem, 2fr)', sortKey: 'body', card: 'title', cell: (row) => row.body },
  { id: 'service', label: 'Dienst', width: 'minmax(12rem, 2fr)', cell: (row) => row.service },
  { id: 'phase', label: 'Phase', width: '8.5rem', cell: (row) => <Badge tone={row.phase === 'Test' ? 'info' : 'neutral'}>{row.phase}</Badge> },
  { id: 'light', label: 'Ampel', width: '8.5rem', cell: (row) => <Light state={row.light} /> },
  { id: 'due', label: 'Nächster Termin', width: '9rem', sortKey: 'due', cell: (row) => <When value={row.due} now={NOW} /> },
  { id: 'open', label: 'Offen', width: '5rem', align: 'end', card: 'hidden', cell: (row) => row.open },
]

export function List() {
  const [sort, setSort] = useState<Sort>({ key: 'due', descending: false })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['2']))
  const [peek, setPeek] = useState<Row | undefined>()
  const [query, setQuery] = useState('')
  return (
    <section className="dw-stack" aria-label="Liste">
      <FilterBar
        query={{ value: query, onChange: setQuery, placeholder: 'In Rollouts suchen' }}
        chips={[{ id: 'r', name: 'Bezirk', value: 'Oberbayern', onRemove: () => {} }, { id: 'p', name: 'Phase', value: 'Technik', onRemove: () => {}, onEdit: () => {} }, { id: 'a', name: 'Ampel', value: 'gelb, rot', onRemove: () => {} }]}
        available={[{ id: 'w', label: 'Welle', onAdd: () => {} }, { id: 's', label: 'Dienst', onAdd: () => {} }]}
        onClear={() => {}}
        end={<IconButton label="Ansicht merken" icon={<StarIcon />} />}
      />
      <p className="dw-muted">1.214 Rollouts · 87 % im Plan · 31 rot</p>
      <div className="dw-gallery-list">
        <Beside>
          <DataTable
            label="Rollouts" columns={COLUMNS} rows={ROWS} rowId={(row) => row.id} rowLabel={(row) => row.number} rowHref={(row) => `/rollouts/${row.number}`}
            onOpen={setPeek} sort={sort} onSort={setSort} selected={selected} onSelect={setSelected} empty={<EmptyState title="Keine Rollouts" />}
          />
          {peek ? <Peek title={`${peek.body} · ${peek.service}`} onClose={() => setPeek(undefined)} takeFocus><Light state={peek.light} reason="M3.2 fällig" /></Peek> : null}
        </Beside>
      </div>
    </section>
  )
}
