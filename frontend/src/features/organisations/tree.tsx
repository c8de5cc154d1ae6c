import { useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { OrganisationRow } from '@/api/types'
import type { Language } from '@/lib/dates'
import { sayNumber } from '@/lib/numbers'
import type { TreeNode } from '@/ui/Tree'
import { KindIcon } from './KindIcon'
import { childrenQuery } from './queries'

/** One organisation as a line of the tree. */
export function toNode(row: OrganisationRow, language: Language): TreeNode {
  return {
    id: row.id,
    label: row.name,
    icon: <KindIcon kind={row.kind} />,
    hasChildren: row.children > 0,
    note: row.population > 0 ? sayNumber(row.population, language) : undefined,
  }
}

const dataOf = (results: UseQueryResult<OrganisationRow[]>[]) => results.map((result) => result.data)

/** The tree as far as it is open. Branches come when opened and stay fresh through live events. */
export function useTree(expanded: string[], language: Language) {
  const roots = useQuery(childrenQuery(null))
  const loaded = useQueries({ queries: expanded.map((id) => childrenQuery(id)), combine: dataOf })
  const nodes = useMemo(() => {
    const byParent = new Map(expanded.map((id, index) => [id, loaded[index]]))
    const build = (row: OrganisationRow): TreeNode => ({ ...toNode(row, language), children: byParent.get(row.id)?.map(build) })
    return roots.data?.map(build)
  }, [roots.data, language, expanded, loaded])
  return { nodes, error: roots.error, retry: () => void roots.refetch() }
}
