import { api, read, readTagged } from '@/api/client'
import { idempotencyKey, ifMatch, oneQuery, useChange } from '@/api/query'
import type { JobView, WaveCreate, WaveView } from '@/api/types'

export const waveQuery = (id: string) =>
  oneQuery<WaveView>('wave', id, (signal) => readTagged(api.GET('/api/v1/waves/{id}', { params: { path: { id } }, signal })))

export const useWaveCreate = (onDone: (wave: WaveView) => void) =>
  useChange({ kind: 'rollout', run: (body: WaveCreate, key) => read<WaveView>(api.POST('/api/v1/waves', { params: { header: idempotencyKey(key) }, body })), onDone })

/** Prepares the job that creates what is missing. */
export const useWaveStart = (wave: WaveView, onDone: (job: JobView) => void) =>
  useChange({
    kind: 'wave',
    run: (_: undefined, key) => read<JobView>(api.POST('/api/v1/waves/{id}/start', { params: { path: { id: wave.id }, header: { ...ifMatch(`"${wave.version}"`), ...idempotencyKey(key) } } })),
    onDone,
  })

/** Prepares the job that moves its rollouts. */
export const useWavePostpone = (wave: WaveView, onDone: (job: JobView) => void) =>
  useChange({
    kind: 'wave',
    run: (body: { key_date: string; reason: string }, key) => read<JobView>(api.POST('/api/v1/waves/{id}/postpone', { params: { path: { id: wave.id }, header: { ...ifMatch(`"${wave.version}"`), ...idempotencyKey(key) } }, body })),
    onDone,
  })
