import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { live } from '@/api/sse'
import type { MatrixRow } from './cells'
import { matrixQuery, renewedRows, rowsOfRollout, type MatrixFilter } from './queries'

/** Changes are gathered for so long. */
const GATHER_MS = 600
/** From so many rollouts on the whole picture is read anew. */
const MANY = 25

const NONE: ReadonlyMap<string, MatrixRow> = new Map()

/** Rows that changed since the matrix was read: an event names a rollout, and only the rows it stands on are asked for. `readAt` says which reading they belong to. */
export function useLiveRows(filter: MatrixFilter, readAt: number): ReadonlyMap<string, MatrixRow> {
  const client = useQueryClient()
  const [renewed, setRenewed] = useState({ readAt, rows: NONE })
  useEffect(() => {
    let ids = new Set<string>()
    let whole = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = () => void client.invalidateQueries({ queryKey: matrixQuery(filter).queryKey, exact: true })
    async function renew() {
      timer = undefined
      const [now, all] = [[...ids], whole || ids.size > MANY]
      ids = new Set()
      whole = false
      if (all) return again()
      try {
        const bodies = (await Promise.all(now.map((id) => rowsOfRollout(id, filter)))).flat()
        const rows = await renewedRows([...new Set(bodies)], filter)
        setRenewed((before) => ({ readAt, rows: new Map([...(before.readAt === readAt ? before.rows : []), ...rows.map((row): [string, MatrixRow] => [row.id, row])]) }))
      } catch {
        // One that is out of sight now leaves its row: then the whole tells.
        again()
      }
    }
    const end = live.subscribe((event) => {
      if (event.kind === '*' || event.kind === 'order') whole = true
      else if (event.kind !== 'rollout') return
      else if (event.id === null || event.type === 'gone') whole = true
      else ids.add(event.id)
      timer ??= setTimeout(() => void renew(), GATHER_MS)
    })
    return () => { end(); clearTimeout(timer) }
  }, [client, filter, readAt])
  return renewed.readAt === readAt ? renewed.rows : NONE
}
