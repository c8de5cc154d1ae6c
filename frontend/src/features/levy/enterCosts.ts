import { useEffect, useRef, useState } from 'react'
import { api, read } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import { idempotencyKey, useChange, useIdempotencyKey } from '@/api/query'
import type { ServiceCostCreate } from '@/api/types'

/** What became of it, by service. */
export interface EnteredCosts {
  entered: ReadonlySet<string>
  refused: ReadonlyMap<string, Problem>
  /** Whoever asked for it has left meanwhile; what had not been sent then was not. */
  isStopped: boolean
}

/** Enters costs one after the other, each accepted or refused by itself; `passed` are through. Ends with the dialog that asked. */
export function useEnterCosts(onDone: (outcome: EnteredCosts) => void) {
  const key = useIdempotencyKey()
  const [passed, setPassed] = useState(0)
  const isLeft = useRef(false)
  useEffect(() => {
    isLeft.current = false
    return () => { isLeft.current = true }
  }, [])
  async function run(costs: ServiceCostCreate[]): Promise<EnteredCosts> {
    const entered = new Set<string>()
    const refused = new Map<string, Problem>()
    for (const body of costs) {
      if (isLeft.current) break
      setPassed(entered.size + refused.size)
      // The same for another attempt at the same figures, so that an answer that was lost costs nothing.
      const header = idempotencyKey([key.current(), body.service_id, body.operation_cents, body.first_cents].join('-'))
      try {
        await read(api.POST('/api/v1/service-costs', { params: { header }, body }))
        entered.add(body.service_id)
      } catch (error) {
        refused.set(body.service_id, asProblem(error))
      }
    }
    return { entered, refused, isStopped: isLeft.current }
  }
  return { ...useChange({ kind: 'service', run, onDone }), passed }
}
