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
