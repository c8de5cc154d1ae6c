import type { Named } from '@/api/types'

/** Who plays a role or must do something. */
export interface Holder {
  organisation: Named | null
  person: Named | null
}

export const holderNames = ({ organisation, person }: Holder) => [organisation?.name, person?.name].filter(Boolean).join(', ')
