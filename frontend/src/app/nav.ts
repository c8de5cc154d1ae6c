import {
  ApprovalsIcon, AssetsIcon, KnowledgeIcon, MyDayIcon, OrdersIcon, OrganisationsIcon, ReportsIcon, RolloutsIcon, ServicesIcon, SettingsIcon, TicketsIcon, TrainingsIcon, type IconType,
} from '@/ui/icons'

export interface NavItem {
  /** Key of its text in locales/<language>/app.json under "nav". */
  key: 'my_day' | 'orders' | 'rollouts' | 'services' | 'tickets' | 'assets' | 'approvals' | 'organisations' | 'knowledge' | 'trainings' | 'reports' | 'administration'
  path: string
  /** Other addresses of the same area. */
  also?: string[]
  icon: IconType
  /** Shown to who has one permission of these domains ("ticket" matches "ticket:read" and "ticket.read"); everybody sees it where empty. */
  domains: string[]
}

const NAV: NavItem[] = [
  { key: 'my_day', path: '/', also: ['/calls'], icon: MyDayIcon, domains: [] },
  { key: 'orders', path: '/orders', icon: OrdersIcon, domains: ['order', 'orders'] },
  { key: 'rollouts', path: '/rollouts', also: ['/mothers', '/milestones', '/waves', '/publications', '/terms', '/jobs'], icon: RolloutsIcon, domains: ['rollout', 'rollouts'] },
  { key: 'services', path: '/services', also: ['/programmes', '/templates', '/parties', '/digital-levy'], icon: ServicesIcon, domains: ['service', 'programme', 'template', 'party'] },
  { key: 'tickets', path: '/tickets', icon: TicketsIcon, domains: ['ticket', 'tickets'] },
  { key: 'assets', path: '/assets', icon: AssetsIcon, domains: ['asset', 'assets'] },
  { key: 'approvals', path: '/approvals', icon: ApprovalsIcon, domains: ['approval', 'approvals'] },
  { key: 'organisations', path: '/organisations', icon: OrganisationsIcon, domains: ['organisation', 'person', 'register'] },
  { key: 'knowledge', path: '/knowledge', icon: KnowledgeIcon, domains: ['knowledge'] },
  { key: 'trainings', path: '/trainings', icon: TrainingsIcon, domains: ['training', 'trainings'] },
  { key: 'reports', path: '/reports', icon: ReportsIcon, domains: ['rollout'] },
  { key: 'administration', path: '/administration', icon: SettingsIcon, domains: ['user', 'role', 'grant', 'api_client', 'webhook', 'mail'] },
]

/** The entries this person may use, of the pages that exist. `knownPaths` are the router's. */
export function navFor(permissions: readonly string[], knownPaths: ReadonlySet<string>): NavItem[] {
  const domains = new Set(permissions.map((permission) => permission.split(/[:.]/)[0] ?? ''))
  return NAV.filter((item) => knownPaths.has(item.path) && (item.domains.length === 0 || domains.has('*') || item.domains.some((domain) => domains.has(domain))))
}

export interface Place {
  /** Key of its text in locales/<language>/app.json under "place". */
  key: 'calls' | 'milestones' | 'portfolio' | 'board' | 'timeline' | 'map' | 'waves' | 'stock' | 'jobs' | 'forecast' | 'warning' | 'status' | 'parties' | 'programmes' | 'persons' | 'publications' | 'terms' | 'levy'
  path: string
  icon: IconType
  permission: string
}

/** Pages inside the areas, for who types where to go; the navigation leads there too. */
const PLACES: Place[] = [
  { key: 'calls', path: '/calls', icon: MyDayIcon, permission: 'rollout:steer' },
  { key: 'milestones', path: '/milestones', icon: RolloutsIcon, permission: 'rollout:read' },
  { key: 'portfolio', path: '/rollouts/portfolio', icon: RolloutsIcon, permission: 'rollout:read' },
  { key: 'board', path: '/rollouts/board', icon: RolloutsIcon, permission: 'rollout:read' },
  { key: 'timeline', path: '/rollouts/timeline', icon: RolloutsIcon, permission: 'rollout:read' },
  { key: 'map', path: '/rollouts/map', icon: RolloutsIcon, permission: 'rollout:read' },
  { key: 'waves', path: '/waves', icon: RolloutsIcon, permission: 'rollout:read' },
  { key: 'publications', path: '/publications', icon: RolloutsIcon, permission: 'rollout:read' },
  { key: 'terms', path: '/terms', icon: RolloutsIcon, permission: 'rollout:read' },
  { key: 'stock', path: '/rollouts/stock', icon: RolloutsIcon, permission: 'rollout:steer' },
  { key: 'jobs', path: '/jobs', icon: RolloutsIcon, permission: 'rollout:read' },
  { key: 'forecast', path: '/reports/forecast', icon: ReportsIcon, permission: 'rollout:read' },
  { key: 'warning', path: '/reports/early-warning', icon: ReportsIcon, permission: 'rollout:read' },
  { key: 'status', path: '/reports/status', icon: ReportsIcon, permission: 'report:read' },
  { key: 'parties', path: '/parties', icon: ServicesIcon, permission: 'party:read' },
  { key: 'programmes', path: '/programmes', icon: ServicesIcon, permission: 'programme:read' },
  { key: 'levy', path: '/digital-levy', icon: ServicesIcon, permission: 'service:read' },
  { key: 'persons', path: '/organisations/persons', icon: OrganisationsIcon, permission: 'person:read' },
]

export const placesFor = (permissions: readonly string[]): Place[] => PLACES.filter(({ permission }) => permissions.includes(permission))
