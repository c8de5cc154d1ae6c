import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problem'
import { useList } from '@/api/query'
import { one } from '@/lib/search'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { OrganisationsIcon, PlusIcon, SearchIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { SplitPane } from '@/ui/SplitPane'
import { useMediaQuery } from '@/ui/table/useMediaQuery'
import { Tree } from '@/ui/Tree'
import { useLanguage } from '@/ui/When'
import { useKindName } from '@/pickers/labels'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { OrganisationCreateDialog } from './OrganisationCreateDialog'
import { OrganisationPane } from './OrganisationPane'
import { organisation, organisationList } from './queries'
import { toNode, useTree } from './tree'
import './organisations.css'

/** The tree beside what is chosen in it. The choice and the search stand in the address. */
export function TreePage() {
  const { t } = useTranslation('organisations')
  const search = useSearch({ strict: false }) as { q?: string | string[]; id?: string | string[] }
  const [q, id] = [one(search.q) ?? '', one(search.id)]
  const navigate = useNavigate()
  const narrow = useMediaQuery('(max-width: 48rem)')
  const [creating, setCreating] = useState(false)
  const may = useMay()

  function go(change: { q?: string; id?: string }) {
    const next = { ...(q ? { q } : {}), ...(id ? { id } : {}), ...change }
    void navigate({ to: '/organisations', search: next as never, replace: true })
  }
  function select(chosen: string) {
    // On a phone there is no side to show it at.
    if (narrow) void navigate({ to: `/organisations/${chosen}` as never })
    else go({ id: chosen })
  }
  const list = (
    <div className="dw-org-list">
      <FilterBar query={{ value: q, onChange: (text) => go({ q: text }), placeholder: t('tree.search') }} chips={[]} />
      {q === '' ? <Branches selected={id} onSelect={select} /> : <Found q={q} selected={id} onSelect={select} />}
    </div>
  )
  const create = may('organisation:write') ? <Button icon={<PlusIcon aria-hidden="true" />} onPress={() => setCreating(true)}>{t('create.open')}</Button> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('tree.title')} actions={<><ExportMenu list="/api/v1/organisations" filter={{ q }} columns={['kind', 'designation', 'name', 'official_name', 'ags', 'ars', 'own_key', 'parent.name', 'population']} />{create}</>} />
      <div className="dw-org-split">
        {narrow ? list : <SplitPane label={t('tree.divider')} initial={34} min={22} max={60} start={list} end={id ? <OrganisationPane key={id} id={id} /> : <Nothing />} />}
      </div>
      {creating ? <OrganisationCreateDialog parent={null} onClose={() => setCreating(false)} onDone={(made) => { setCreating(false); select(made.id) }} /> : null}
    </div>
  )
}

interface Choice {
  selected: string | undefined
  onSelect: (id: string) => void
}

function Branches({ selected, onSelect }: Choice) {
  const { t } = useTranslation('organisations')
  const language = useLanguage()
  const [expanded, setExpanded] = useState<string[]>([])
  const { nodes, error, retry } = useTree(expanded, language)
  const chosen = useQuery({ ...organisation(selected ?? ''), enabled: selected !== undefined })
  const way = chosen.data?.view.path.map((place) => place.id).join(' ')
  const withChildren = nodes?.filter((node) => node.hasChildren)
  const first = withChildren?.length === 1 ? withChildren[0]?.id : undefined
  // What is chosen is in sight; a single branch is open from the beginning.
  useEffect(() => {
    const needed = [...(way ? way.split(' ') : []), ...(first ? [first] : [])]
    setExpanded((before) => (needed.every((id) => before.includes(id)) ? before : [...new Set([...before, ...needed])]))
  }, [way, first])
  if (error) return <div className="dw-stack"><ProblemNote problem={asProblem(error)} /><Button onPress={retry}>{t('retry')}</Button></div>
  if (!nodes) return <Skeleton lines={14} />
  if (nodes.length === 0) return <EmptyState icon={OrganisationsIcon} level={2} title={t('tree.empty')}>{t('tree.empty_text')}</EmptyState>
  return <Tree label={t('tree.label')} nodes={nodes} expanded={expanded} onExpandedChange={setExpanded} selected={selected} onSelect={onSelect} />
}

function Found({ q, selected, onSelect }: Choice & { q: string }) {
  const { t } = useTranslation('organisations')
  const language = useLanguage()
  const kindName = useKindName()
  const { rows, hasMore, onLoadMore, isLoadingMore, problem } = useList(organisationList({ q }))
  const nodes = useMemo(() => rows?.map((row) => ({ ...toNode(row, language), hasChildren: false, note: [kindName(row.kind), row.parent?.name].filter(Boolean).join(' · ') })), [rows, language, kindName])
  if (problem) return <ProblemNote problem={problem} />
  if (!nodes) return <Skeleton lines={8} />
  if (nodes.length === 0) return <EmptyState icon={SearchIcon} title={t('tree.none', { q })}>{t('tree.none_text')}</EmptyState>
  return (
    <>
      <span className="dw-sr" role="status">{t('tree.found', { count: nodes.length })}</span>
      <Tree label={t('tree.results')} nodes={nodes} expanded={[]} onExpandedChange={() => {}} selected={selected} onSelect={onSelect} />
      {hasMore ? <Button small variant="quiet" onPress={onLoadMore} isPending={isLoadingMore}>{t('more')}</Button> : null}
    </>
  )
}

function Nothing() {
  const { t } = useTranslation('organisations')
  return <EmptyState icon={OrganisationsIcon} title={t('tree.choose')}>{t('tree.choose_text')}</EmptyState>
}
