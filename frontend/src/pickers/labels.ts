import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { FunctionKind, OrganisationKind } from '@/api/types'

/** The kinds of organisations in the order of lists. */
export const KINDS: OrganisationKind[] = [
  'land', 'government_district', 'bezirk', 'district', 'independent_city', 'association', 'municipality', 'unincorporated_area', 'department', 'it_provider', 'vendor', 'operator', 'other',
]

/** Kinds that people create; the others come from the register. */
export const OWN_KINDS: OrganisationKind[] = ['department', 'it_provider', 'vendor', 'operator', 'other']

export const FUNCTIONS: FunctionKind[] = ['digital_officer', 'subject_contact', 'technical_contact', 'head', 'contract_contact', 'employee', 'other']

/** Kinds of organisations in words. */
export function useKindName(): (kind: OrganisationKind) => string {
  const { t } = useTranslation('pickers')
  return useCallback((kind) => t(`kind.${kind}`), [t])
}

/** Functions of persons in words. */
export function useFunctionName(): (kind: FunctionKind) => string {
  const { t } = useTranslation('pickers')
  return useCallback((kind) => t(`function.${kind}`), [t])
}
