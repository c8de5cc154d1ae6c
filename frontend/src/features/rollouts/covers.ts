import type { RolloutDetail } from '@/api/types'

export type Cover = RolloutDetail['covers'][number]

/** Whether coverage holds on this day or begins later: the end is the first day without. */
export const coveredOn = (cover: Cover, day: string) => !cover.valid_to || cover.valid_to > day
