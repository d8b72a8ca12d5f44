import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router'
import { decidingSearch } from '@/features/access/deciding/search'
import { fieldSearch } from '@/features/access/policy/search'
import { accessSearch, securitySearch, signInSearch } from '@/features/access/search'
import { auditSearch } from '@/features/audit/search'
import { newsSearch } from '@/features/collaboration/notifications/queries'
import { calendarSearch, organisationListSearch, unitsSearch } from '@/features/organisation/search'
import { boardSearch } from '@/features/planning/board/search'
import { planSearch } from '@/features/planning/search'
import { privacySearch } from '@/features/privacy/search'
import { projectListSearch } from '@/features/projects/search'
import { preferences } from '@/lib/preferences'
import { sessionQuery } from '@/lib/session'
import { ErrorState } from '@/ui/ErrorState'
import { PageSkeleton } from '@/ui/PageSkeleton'
import { firstGovernancePage } from './governance'
import { ShellError } from './offline/ShellError'
import { NotFound } from './pages/NotFound'
import { startOf } from './rooms'
import { Shell } from './Shell'

type Context = { queryClient: QueryClient }

const root = createRootRouteWithContext<Context>()({ component: Outlet })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('@/features/access/pages/SignInPage'), 'SignInPage'),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  errorComponent: ShellError,
  beforeLoad: async ({ context, location }) => {
    const { user, step } = await context.queryClient.ensureQueryData(sessionQuery)
    if (user === null || step) {
      const to = location.href === '/' ? undefined : location.href
      throw redirect({ to: '/sign-in', search: { to } })
    }
  },
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: startOf(preferences().start_page) })
  },
})

const work = createRoute({
  getParentRoute: () => shell,
  path: '/work',
  component: lazyRouteComponent(() => import('./pages/MyWorkPage'), 'MyWorkPage'),
})

const projects = createRoute({
  getParentRoute: () => shell,
  path: '/projects',
  validateSearch: projectListSearch,
  component: lazyRouteComponent(() => import('./pages/ProjectsPage'), 'ProjectsPage'),
})

const planImport = createRoute({
  getParentRoute: () => shell,
  path: '/imports/$importId',
  component: lazyRouteComponent(
    () => import('@/features/integrations/pages/PlanImportPage'),
    'PlanImportPage',
  ),
})

const space = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$projectId',
  component: lazyRouteComponent(() => import('./pages/ProjectSpace'), 'ProjectSpace'),
})

const spaceHome = createRoute({
  getParentRoute: () => space,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/projects/$projectId/overview', params, replace: true })
  },
})

const overview = createRoute({
  getParentRoute: () => space,
  path: '/overview',
  component: lazyRouteComponent(() => import('./pages/OverviewRoom'), 'OverviewRoom'),
})

const plan = createRoute({
  getParentRoute: () => space,
  path: '/plan',
  validateSearch: planSearch,
  component: lazyRouteComponent(() => import('./pages/PlanRoom'), 'PlanRoom'),
})

const board = createRoute({
  getParentRoute: () => space,
  path: '/board',
  validateSearch: boardSearch,
  component: lazyRouteComponent(() => import('@/features/planning/pages/BoardPage'), 'BoardPage'),
})

const task = createRoute({
  getParentRoute: () => shell,
  path: '/tasks/$taskKey',
  component: lazyRouteComponent(() => import('@/features/planning/pages/TaskPage'), 'TaskPage'),
})

const notifications = createRoute({
  getParentRoute: () => shell,
  path: '/notifications',
  validateSearch: newsSearch,
  component: lazyRouteComponent(
    () => import('@/features/collaboration/notifications/NotificationsPage'),
    'NotificationsPage',
  ),
})

const notificationPreferences = createRoute({
  getParentRoute: () => shell,
  path: '/notifications/preferences',
  component: lazyRouteComponent(
    () => import('@/features/collaboration/notifications/PreferencesPage'),
    'PreferencesPage',
  ),
})

const governance = createRoute({
  getParentRoute: () => shell,
  path: '/governance',
  component: lazyRouteComponent(() => import('./pages/GovernanceRoom'), 'GovernanceRoom'),
})

const governanceHome = createRoute({
  getParentRoute: () => governance,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { permissions } = await context.queryClient.ensureQueryData(sessionQuery)
    throw redirect({ to: `/governance/${firstGovernancePage(permissions)}`, replace: true })
  },
})

const units = createRoute({
  getParentRoute: () => governance,
  path: '/units',
  validateSearch: unitsSearch,
  component: lazyRouteComponent(
    () => import('@/features/organisation/pages/UnitsPage'),
    'UnitsPage',
  ),
})

const people = createRoute({
  getParentRoute: () => governance,
  path: '/people',
  validateSearch: organisationListSearch,
  component: lazyRouteComponent(
    () => import('@/features/organisation/pages/PeoplePage'),
    'PeoplePage',
  ),
})

const calendars = createRoute({
  getParentRoute: () => governance,
  path: '/calendars',
  validateSearch: calendarSearch,
  component: lazyRouteComponent(
    () => import('@/features/organisation/pages/CalendarsPage'),
    'CalendarsPage',
  ),
})

const access = createRoute({
  getParentRoute: () => governance,
  path: '/access',
  validateSearch: accessSearch,
  component: lazyRouteComponent(() => import('@/features/access/pages/AccessPage'), 'AccessPage'),
})

const authorities = createRoute({
  getParentRoute: () => governance,
  path: '/authorities',
  validateSearch: decidingSearch,
  component: lazyRouteComponent(
    () => import('@/features/access/pages/AuthoritiesPage'),
    'AuthoritiesPage',
  ),
})

const fields = createRoute({
  getParentRoute: () => governance,
  path: '/fields',
  validateSearch: fieldSearch,
  component: lazyRouteComponent(() => import('@/features/access/pages/FieldsPage'), 'FieldsPage'),
})

const preferencesPage = createRoute({
  getParentRoute: () => shell,
  path: '/preferences',
  component: lazyRouteComponent(() => import('./pages/PreferencesPage'), 'PreferencesPage'),
})

const security = createRoute({
  getParentRoute: () => shell,
  path: '/security',
  validateSearch: securitySearch,
  component: lazyRouteComponent(
    () => import('@/features/access/security/SecurityPage'),
    'SecurityPage',
  ),
})

const audit = createRoute({
  getParentRoute: () => governance,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('@/features/audit/pages/AuditPage'), 'AuditPage'),
})

const privacy = createRoute({
  getParentRoute: () => governance,
  path: '/privacy',
  validateSearch: privacySearch,
  component: lazyRouteComponent(
    () => import('@/features/privacy/pages/PrivacyPage'),
    'PrivacyPage',
  ),
})

const doc = createRoute({
  getParentRoute: () => shell,
  path: '/help/$name',
  component: lazyRouteComponent(() => import('./pages/DocPage'), 'DocPage'),
})

const nowhere = createRoute({
  getParentRoute: () => shell,
  path: '$',
  component: NotFound,
})

const tree = root.addChildren([
  signIn,
  shell.addChildren([
    home,
    work,
    projects,
    planImport,
    space.addChildren([spaceHome, overview, plan, board]),
    governance.addChildren([
      governanceHome,
      units,
      people,
      calendars,
      access,
      authorities,
      fields,
      audit,
      privacy,
    ]),
    task,
    notifications,
    notificationPreferences,
    preferencesPage,
    doc,
    security,
    nowhere,
  ]),
])

export const createAppRouter = (queryClient: QueryClient, history?: RouterHistory) =>
  createRouter({
    history,
    routeTree: tree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: ErrorState,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
