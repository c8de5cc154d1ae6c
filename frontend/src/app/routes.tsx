import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { session } from '@/api/session'
import { meQuery } from '@/features/identity/queries'
import { one, type SearchValues } from '@/lib/search'
import { DeskLayout } from './layouts/DeskLayout'
import { NotFound } from './NotFound'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()()

/** A way back inside this site only: a foreign address in `next` would make the login a door to anywhere. */
export function safeNext(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/'
}

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: SearchValues): { next?: string } => (search.next === undefined ? {} : { next: safeNext(one(search.next)) }),
  beforeLoad: async ({ search }) => {
    if ((await session.start()).status === 'signed_in') throw redirect({ href: safeNext(search.next) })
  },
  component: lazyRouteComponent(() => import('@/features/identity/LoginPage'), 'LoginPage'),
})

// For people who cannot log in (yet). The token of a link stands behind "#", which browsers send to no server.
const forgotten = createRoute({ getParentRoute: () => root, path: '/forgotten', component: lazyRouteComponent(() => import('@/features/identity/ForgottenPage'), 'ForgottenPage') })
const password = createRoute({ getParentRoute: () => root, path: '/password', component: lazyRouteComponent(() => import('@/features/identity/SetPasswordPage'), 'SetPasswordPage') })

/** Every page of the desk: signed in, frame around it, `me` read. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  beforeLoad: async ({ location }) => {
    if ((await session.start()).status !== 'signed_in') throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } })
  },
  loader: ({ context }) => context.queryClient.ensureQueryData(meQuery),
  component: DeskLayout,
})

// Areas: a frame with links around their pages.
const organisations = createRoute({ getParentRoute: () => desk, path: '/organisations', component: lazyRouteComponent(() => import('@/features/organisations/OrganisationsLayout'), 'OrganisationsLayout') })
const administration = createRoute({ getParentRoute: () => desk, path: '/administration', component: lazyRouteComponent(() => import('@/features/administration/AdministrationLayout'), 'AdministrationLayout') })
const reports = createRoute({ getParentRoute: () => desk, path: '/reports', component: lazyRouteComponent(() => import('@/features/rollouts/reports/ReportsLayout'), 'ReportsLayout') })
const pictures = createRoute({ getParentRoute: () => desk, id: 'pictures', component: lazyRouteComponent(() => import('@/features/rollouts/PicturesLayout'), 'PicturesLayout') })
const catalogue = createRoute({ getParentRoute: () => desk, id: 'catalogue', component: lazyRouteComponent(() => import('@/features/catalogue/CatalogueLayout'), 'CatalogueLayout') })
const organisationPages = [
  createRoute({ getParentRoute: () => organisations, path: '/', component: lazyRouteComponent(() => import('@/features/organisations/TreePage'), 'TreePage') }),
  createRoute({ getParentRoute: () => organisations, path: '/list', component: lazyRouteComponent(() => import('@/features/organisations/ListPage'), 'ListPage') }),
  createRoute({ getParentRoute: () => organisations, path: '/persons', component: lazyRouteComponent(() => import('@/features/organisations/PersonsPage'), 'PersonsPage') }),
  createRoute({ getParentRoute: () => organisations, path: '/persons/$id', component: lazyRouteComponent(() => import('@/features/organisations/PersonPage'), 'PersonPage') }),
  createRoute({ getParentRoute: () => organisations, path: '/register', component: lazyRouteComponent(() => import('@/features/register/RegisterPage'), 'RegisterPage') }),
  createRoute({ getParentRoute: () => organisations, path: '/register/$id', component: lazyRouteComponent(() => import('@/features/register/ImportPage'), 'ImportPage') }),
  createRoute({ getParentRoute: () => organisations, path: '/holidays', component: lazyRouteComponent(() => import('@/features/organisations/HolidaysImportPage'), 'HolidaysImportPage') }),
  createRoute({ getParentRoute: () => organisations, path: '/$id', component: lazyRouteComponent(() => import('@/features/organisations/OrganisationPage'), 'OrganisationPage') }),
] as const
const administrationPages = [
  createRoute({ getParentRoute: () => administration, path: '/users', component: lazyRouteComponent(() => import('@/features/administration/users/UsersPage'), 'UsersPage') }),
  createRoute({ getParentRoute: () => administration, path: '/users/$id', component: lazyRouteComponent(() => import('@/features/administration/users/UserPage'), 'UserPage') }),
  createRoute({ getParentRoute: () => administration, path: '/teams', component: lazyRouteComponent(() => import('@/features/administration/users/TeamsPage'), 'TeamsPage') }),
  createRoute({ getParentRoute: () => administration, path: '/teams/$id', component: lazyRouteComponent(() => import('@/features/administration/users/TeamPage'), 'TeamPage') }),
  createRoute({ getParentRoute: () => administration, path: '/roles', component: lazyRouteComponent(() => import('@/features/administration/access/RolesPage'), 'RolesPage') }),
  createRoute({ getParentRoute: () => administration, path: '/roles/$id', component: lazyRouteComponent(() => import('@/features/administration/access/RolePage'), 'RolePage') }),
  createRoute({ getParentRoute: () => administration, path: '/grants', component: lazyRouteComponent(() => import('@/features/administration/access/GrantsPage'), 'GrantsPage') }),
  createRoute({ getParentRoute: () => administration, path: '/api-clients', component: lazyRouteComponent(() => import('@/features/administration/clients/ClientsPage'), 'ClientsPage') }),
  createRoute({ getParentRoute: () => administration, path: '/api-clients/$id', component: lazyRouteComponent(() => import('@/features/administration/clients/ClientPage'), 'ClientPage') }),
  createRoute({ getParentRoute: () => administration, path: '/marketplaces', component: lazyRouteComponent(() => import('@/features/administration/marketplaces/MarketplacesPage'), 'MarketplacesPage') }),
  createRoute({ getParentRoute: () => administration, path: '/marketplaces/$id', component: lazyRouteComponent(() => import('@/features/administration/marketplaces/MarketplacePage'), 'MarketplacePage') }),
  createRoute({ getParentRoute: () => administration, path: '/webhooks', component: lazyRouteComponent(() => import('@/features/administration/webhooks/WebhooksPage'), 'WebhooksPage') }),
  createRoute({ getParentRoute: () => administration, path: '/webhooks/$id', component: lazyRouteComponent(() => import('@/features/administration/webhooks/WebhookPage'), 'WebhookPage') }),
  createRoute({ getParentRoute: () => administration, path: '/mail', component: lazyRouteComponent(() => import('@/features/administration/mail/MailPage'), 'MailPage') }),
] as const
const reportPages = [
  createRoute({ getParentRoute: () => reports, path: '/', component: lazyRouteComponent(() => import('@/features/rollouts/reports/TrendPage'), 'TrendPage') }),
  createRoute({ getParentRoute: () => reports, path: '/forecast', component: lazyRouteComponent(() => import('@/features/rollouts/reports/ForecastPage'), 'ForecastPage') }),
  createRoute({ getParentRoute: () => reports, path: '/early-warning', component: lazyRouteComponent(() => import('@/features/rollouts/reports/WarningPage'), 'WarningPage') }),
  createRoute({ getParentRoute: () => reports, path: '/parties', component: lazyRouteComponent(() => import('@/features/rollouts/reports/PartiesPage'), 'PartiesPage') }),
  createRoute({ getParentRoute: () => reports, path: '/status', component: lazyRouteComponent(() => import('@/features/rollouts/reports/status/StatusReportsPage'), 'StatusReportsPage') }),
  createRoute({ getParentRoute: () => reports, path: '/status/$id', component: lazyRouteComponent(() => import('@/features/rollouts/reports/status/StatusReportPage'), 'StatusReportPage') }),
] as const
const cataloguePages = [
  createRoute({ getParentRoute: () => catalogue, path: '/services', component: lazyRouteComponent(() => import('@/features/catalogue/ServicesPage'), 'ServicesPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/services/new', component: lazyRouteComponent(() => import('@/features/catalogue/ServiceFormPage'), 'ServiceFormPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/services/import', component: lazyRouteComponent(() => import('@/features/catalogue/ServicesImportPage'), 'ServicesImportPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/services/$id', component: lazyRouteComponent(() => import('@/features/catalogue/ServicePage'), 'ServicePage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/services/$id/edit', component: lazyRouteComponent(() => import('@/features/catalogue/ServiceFormPage'), 'ServiceFormPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/programmes', component: lazyRouteComponent(() => import('@/features/catalogue/ProgrammesPage'), 'ProgrammesPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/programmes/new', component: lazyRouteComponent(() => import('@/features/catalogue/ProgrammeFormPage'), 'ProgrammeFormPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/programmes/$id', component: lazyRouteComponent(() => import('@/features/catalogue/ProgrammePage'), 'ProgrammePage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/programmes/$id/edit', component: lazyRouteComponent(() => import('@/features/catalogue/ProgrammeFormPage'), 'ProgrammeFormPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/parties', component: lazyRouteComponent(() => import('@/features/parties/PartiesPage'), 'PartiesPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/parties/import', component: lazyRouteComponent(() => import('@/features/parties/ImportPage'), 'ImportPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/parties/gaps', component: lazyRouteComponent(() => import('@/features/parties/GapsPage'), 'GapsPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/digital-levy', component: lazyRouteComponent(() => import('@/features/levy/LevyPage'), 'LevyPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/digital-levy/costs', component: lazyRouteComponent(() => import('@/features/levy/CostsPage'), 'CostsPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/digital-levy/method', component: lazyRouteComponent(() => import('@/features/levy/MethodPage'), 'MethodPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/templates', component: lazyRouteComponent(() => import('@/features/catalogue/TemplatesPage'), 'TemplatesPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/templates/import', component: lazyRouteComponent(() => import('@/features/catalogue/TemplateImportPage'), 'TemplateImportPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/templates/$id', component: lazyRouteComponent(() => import('@/features/catalogue/TemplatePage'), 'TemplatePage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/forms', component: lazyRouteComponent(() => import('@/features/catalogue/forms/FormsPage'), 'FormsPage') }),
  createRoute({ getParentRoute: () => catalogue, path: '/forms/$id', component: lazyRouteComponent(() => import('@/features/catalogue/forms/FormPage'), 'FormPage') }),
] as const
const picturePages = [
  createRoute({ getParentRoute: () => pictures, path: '/rollouts', component: lazyRouteComponent(() => import('@/features/rollouts/RolloutsPage'), 'RolloutsPage') }),
  createRoute({ getParentRoute: () => pictures, path: '/rollouts/portfolio', component: lazyRouteComponent(() => import('@/features/rollouts/matrix/MatrixPage'), 'MatrixPage') }),
  createRoute({ getParentRoute: () => pictures, path: '/rollouts/board', component: lazyRouteComponent(() => import('@/features/rollouts/board/BoardPage'), 'BoardPage') }),
  createRoute({ getParentRoute: () => pictures, path: '/rollouts/timeline', component: lazyRouteComponent(() => import('@/features/rollouts/timeline/TimelinePage'), 'TimelinePage') }),
  createRoute({ getParentRoute: () => pictures, path: '/rollouts/map', component: lazyRouteComponent(() => import('@/features/rollouts/map/MapPage'), 'MapPage') }),
  createRoute({ getParentRoute: () => pictures, path: '/rollouts/stock', component: lazyRouteComponent(() => import('@/features/rollouts/stock/StockPage'), 'StockPage') }),
  createRoute({ getParentRoute: () => pictures, path: '/milestones', component: lazyRouteComponent(() => import('@/features/rollouts/milestones/MilestonesPage'), 'MilestonesPage') }),
  createRoute({ getParentRoute: () => pictures, path: '/publications', component: lazyRouteComponent(() => import('@/features/rollouts/publications/PublicationsPage'), 'PublicationsPage') }),
  createRoute({ getParentRoute: () => pictures, path: '/terms', component: lazyRouteComponent(() => import('@/features/rollouts/terms/TermsPage'), 'TermsPage') }),
  createRoute({ getParentRoute: () => pictures, path: '/waves', component: lazyRouteComponent(() => import('@/features/rollouts/waves/WavesPage'), 'WavesPage') }),
  createRoute({ getParentRoute: () => pictures, path: '/waves/$id', component: lazyRouteComponent(() => import('@/features/rollouts/waves/WavePage'), 'WavePage') }),
] as const

// One line per page: path, where it is, its name there. Search values arrive as text or list of texts (lib/search).
const pages = [
  createRoute({ getParentRoute: () => desk, path: '/', component: lazyRouteComponent(() => import('@/features/day/DayPage'), 'DayPage') }),
  createRoute({ getParentRoute: () => desk, path: '/orders', component: lazyRouteComponent(() => import('@/features/orders/OrdersPage'), 'OrdersPage') }),
  createRoute({ getParentRoute: () => desk, path: '/orders/new', component: lazyRouteComponent(() => import('@/features/orders/OrderFormPage'), 'OrderFormPage') }),
  createRoute({ getParentRoute: () => desk, path: '/orders/$id', component: lazyRouteComponent(() => import('@/features/orders/OrderPage'), 'OrderPage') }),
  createRoute({ getParentRoute: () => desk, path: '/rollouts/$id', component: lazyRouteComponent(() => import('@/features/rollouts/RolloutPage'), 'RolloutPage') }),
  createRoute({ getParentRoute: () => desk, path: '/rollouts/$id/fragebogen/$key', component: lazyRouteComponent(() => import('@/features/rollouts/questionnaire/QuestionnairePage'), 'QuestionnairePage') }),
  createRoute({ getParentRoute: () => desk, path: '/calls', component: lazyRouteComponent(() => import('@/features/day/calls/CallsPage'), 'CallsPage') }),
  createRoute({ getParentRoute: () => desk, path: '/jobs', component: lazyRouteComponent(() => import('@/features/jobs/JobsPage'), 'JobsPage') }),
  createRoute({ getParentRoute: () => desk, path: '/jobs/$id', component: lazyRouteComponent(() => import('@/features/jobs/JobPage'), 'JobPage') }),
  createRoute({ getParentRoute: () => desk, path: '/mothers/$id', component: lazyRouteComponent(() => import('@/features/rollouts/MotherPage'), 'MotherPage') }),
  pictures.addChildren(picturePages),
  organisations.addChildren(organisationPages),
  administration.addChildren(administrationPages),
  catalogue.addChildren(cataloguePages),
  reports.addChildren(reportPages),
  createRoute({ getParentRoute: () => desk, path: '/account', component: lazyRouteComponent(() => import('./Account'), 'Account') }),
  createRoute({ getParentRoute: () => desk, path: '$', component: NotFound }),
] as const

// The kit on one page, in development only.
const gallery = import.meta.env.DEV
  ? [createRoute({ getParentRoute: () => root, path: '/_gallery', component: lazyRouteComponent(() => import('./gallery/Gallery'), 'Gallery') })]
  : []

export const routeTree = root.addChildren([login, forgotten, password, desk.addChildren(pages), ...gallery])
