import type { OrganisationKind } from '@/api/types'
import {
  AreaIcon, AssociationIcon, CityIcon, DepartmentIcon, DistrictIcon, LandIcon, MunicipalityIcon, OperatorIcon, OtherIcon, ProviderIcon, RegionIcon, VendorIcon, type IconType,
} from '@/ui/icons'

const ICONS: Record<OrganisationKind, IconType> = {
  land: LandIcon, government_district: RegionIcon, bezirk: RegionIcon, district: DistrictIcon, independent_city: CityIcon, association: AssociationIcon,
  municipality: MunicipalityIcon, unincorporated_area: AreaIcon, department: DepartmentIcon, it_provider: ProviderIcon, vendor: VendorIcon, operator: OperatorIcon, other: OtherIcon,
}

/** What an organisation is, at a glance; the word stands elsewhere. */
export function KindIcon({ kind }: { kind: OrganisationKind }) {
  const Icon = ICONS[kind]
  return <Icon aria-hidden="true" />
}
