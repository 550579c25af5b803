import { createRouter, createWebHistory, START_LOCATION, type RouteRecordRaw, type RouteLocationNormalized } from 'vue-router'
import { listenToRefusals } from './api/client'
import { queryClient, sessionQuery } from './api/queries'
import { i18n } from './i18n'
import { restored } from './offline/kept'
import { queue } from './queue/queue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the text that names the page in the window's title, until the page names itself. */
    title: string
    /** The entry of the navigation (nav.ts) that is lit. */
    nav?: string
    /** Without the shell around it. */
    bare?: boolean
    /** Only for people who have signed in. */
    signedIn?: boolean
    /** On paper it is a sheet of its own, without the head of other pages. */
    ownPrint?: boolean
    /** On paper it lies across: its tables have many columns. */
    across?: boolean
  }
}

type Load = () => Promise<unknown>
type Extra = { nav?: string; bare?: boolean; signedIn?: boolean; ownPrint?: boolean; across?: boolean }

const page = (path: string, name: string, load: Load, extra: Extra = {}): RouteRecordRaw => ({
  path,
  name,
  component: load,
  meta: { title: `nav.${name}`, nav: name, ...extra },
})

const routes: RouteRecordRaw[] = [
  page('/', 'home', () => import('./pages/session/HomePage.vue')),
  page('/login', 'login', () => import('./pages/session/LoginPage.vue'), { bare: true }),
  page('/password', 'password', () => import('./pages/session/PasswordPage.vue'), { bare: true, signedIn: true }),
  page('/plans/:plan', 'overview', () => import('./pages/overview/OverviewPage.vue')),
  page('/plans/:plan/domains/:number?', 'domain', () => import('./pages/domain/DomainPage.vue')),
  page('/plans/:plan/objectives/:number', 'objective', () => import('./pages/objective/ObjectivePage.vue'), { nav: 'domain' }),
  page('/plans/:plan/projects', 'projects', () => import('./pages/project/ProjectsPage.vue'), { nav: 'domain' }),
  page('/plans/:plan/indicators', 'indicators', () => import('./pages/indicator/IndicatorsPage.vue')),
  page('/plans/:plan/indicators/:code', 'indicator', () => import('./pages/indicator/IndicatorPage.vue'), { nav: 'indicators' }),
  page('/plans/:plan/codes', 'codeLists', () => import('./pages/codes/CodeListsPage.vue'), { nav: 'indicators' }),
  page('/plans/:plan/codes/new', 'codeNew', () => import('./pages/codes/CodeNewPage.vue'), { nav: 'indicators', signedIn: true, across: true }),
  page('/plans/:plan/codes/:table', 'codeList', () => import('./pages/codes/CodeListPage.vue'), { nav: 'indicators' }),
  page('/plans/:plan/codes/:table/edit', 'codeEdit', () => import('./pages/codes/CodeEditPage.vue'), { nav: 'indicators', signedIn: true, across: true }),
  page('/plans/:plan/catalogue/:table(indicators|items)/:code?', 'amend', () => import('./pages/proposal/AmendPage.vue'), { nav: 'indicators', signedIn: true }),
  page('/plans/:plan/data', 'data', () => import('./pages/data/DataPage.vue'), { across: true }),
  page('/plans/:plan/warnings', 'warnings', () => import('./pages/warning/WarningsPage.vue'), { signedIn: true, across: true }),
  page('/plans/:plan/tasks', 'tasks', () => import('./pages/task/TasksPage.vue'), { signedIn: true }),
  page('/plans/:plan/acceptances', 'acceptances', () => import('./pages/review/AcceptManyPage.vue'), { nav: 'tasks', signedIn: true }),
  page('/plans/:plan/rounds', 'rounds', () => import('./pages/round/RoundsPage.vue'), { signedIn: true }),
  page('/plans/:plan/rounds/new', 'roundOpen', () => import('./pages/round/OpenRoundPage.vue'), { nav: 'rounds', signedIn: true }),
  page('/plans/:plan/rounds/:id(\\d+)', 'round', () => import('./pages/round/RoundPage.vue'), { nav: 'rounds', signedIn: true }),
  page('/plans/:plan/rounds/:id(\\d+)/import', 'bulk', () => import('./pages/bulk/BulkPage.vue'), { nav: 'rounds', signedIn: true }),
  page('/plans/:plan/rounds/:id(\\d+)/findings', 'findings', () => import('./pages/finding/FindingsPage.vue'), { nav: 'rounds', signedIn: true, across: true }),
  page('/plans/:plan/checks', 'checks', () => import('./pages/check/ChecksPage.vue'), { signedIn: true, across: true }),
  page('/plans/:plan/submissions/:id(\\d+)', 'submission', () => import('./pages/submission/SubmissionPage.vue'), { nav: 'tasks', signedIn: true, ownPrint: true }),
  // A link that knows the submission only: the page finds its plan.
  { path: '/submissions/:id(\\d+)', component: () => import('./pages/submission/SubmissionPage.vue'), meta: { title: 'nav.submission', nav: 'tasks', signedIn: true, ownPrint: true } },
  page('/plans/:plan/units', 'units', () => import('./pages/unit/UnitsPage.vue'), { signedIn: true }),
  page('/plans/:plan/releases', 'releases', () => import('./pages/release/ReleasesPage.vue'), { signedIn: true }),
  page('/plans/:plan/releases/:number', 'release', () => import('./pages/release/ReleasePage.vue'), { nav: 'releases', signedIn: true }),
  page('/plans/:plan/reports', 'reports', () => import('./pages/report/ReportsPage.vue'), { signedIn: true }),
  page('/plans/:plan/uppers', 'uppers', () => import('./pages/upper/UppersPage.vue'), { nav: 'reports', signedIn: true, across: true }),
  page('/packages', 'packages', () => import('./pages/package/PackagesPage.vue'), { signedIn: true }),
  page('/packages/read', 'packageRead', () => import('./pages/package/ReadPage.vue'), { nav: 'packages', signedIn: true }),
  page('/packages/check', 'packageCheck', () => import('./pages/package/CheckPage.vue'), { nav: 'packages', signedIn: true }),
  page('/proposals', 'proposals', () => import('./pages/proposal/ProposalsPage.vue'), { signedIn: true }),
  page('/proposals/:id(\\d+)', 'proposal', () => import('./pages/proposal/ProposalPage.vue'), { nav: 'proposals', signedIn: true, across: true }),
  page('/audit', 'audit', () => import('./pages/audit/AuditPage.vue'), { signedIn: true }),
  page('/factor', 'factor', () => import('./pages/factor/FactorPage.vue'), { signedIn: true }),
  page('/users', 'users', () => import('./pages/user/UsersPage.vue'), { signedIn: true }),
  page('/:rest(.*)*', 'nowhere', () => import('./pages/session/NowherePage.vue')),
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
})

router.beforeEach(async (to) => {
  const session = await queryClient.ensureQueryData(sessionQuery).catch(restored)
  // Without an answer the page itself shows what failed, with a way to try again.
  if (!session) return true
  if (session.must_change_password && to.name !== 'password') return { name: 'password', query: { next: to.fullPath } }
  if (to.meta.signedIn && !session.user) return { name: 'login', query: { next: to.fullPath } }
  return true
})

// A new version of the program lies on the server, and the page that is wanted is not loaded yet: it comes with all that is
// new. What was typed is kept. A page that a fresh start cannot load either stays away.
router.onError(async (_, to, from) => {
  if (from === START_LOCATION) return
  const there = await fetch('/healthz').catch(() => undefined)
  if (there?.ok) window.location.assign(to.fullPath)
})

router.afterEach((to) => nameWindow(i18n.global.t(to.meta.title)))

export function nameWindow(title: string): void {
  document.title = `${title} · ${i18n.global.t('nav.product')}`
}

listenToRefusals((error) => {
  const here = router.currentRoute.value
  // A form with unsent values stays: one signs in again above it.
  if (error.status === 401 && here.name === 'submission') queue.ended()
  else if (error.status === 401) void leaveFor('login', here)
  if (error.has('access.password_change')) void leaveFor('password', here)
})

async function leaveFor(name: string, here: RouteLocationNormalized): Promise<void> {
  if (here.name === name) return
  await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
  await router.push({ name, query: { next: here.fullPath } })
}
