import type { SessionView } from '@/api/types'

export interface NavEntry {
  /** Name of the route; its text is `nav.<route>`. */
  route: string
  /** Whether the present user sees it; everyone does when it is left out. */
  shown?: (session: SessionView) => boolean
  /** Of no plan: its address names none. */
  planless?: boolean
}

const can = (action: string) => (session: SessionView) => session.can.includes(action)

export const nav: NavEntry[] = [
  { route: 'overview' },
  { route: 'domain' },
  { route: 'indicators' },
  { route: 'data' },
  { route: 'warnings', shown: can('warning.read') },
  { route: 'tasks', shown: can('task.read') },
  { route: 'rounds', shown: (session) => session.can.includes('round.read') },
  { route: 'checks', shown: (session) => session.user != null },
  { route: 'units', shown: can('unit.read') },
  { route: 'releases', shown: can('release.read') },
  { route: 'reports', shown: can('report.read') },
  { route: 'proposals', shown: can('catalogue.read'), planless: true },
  { route: 'packages', shown: can('package.import'), planless: true },
  { route: 'users', shown: can('user.manage'), planless: true },
  { route: 'audit', shown: can('audit.read'), planless: true },
]

export const visibleNav = (session: SessionView | undefined): NavEntry[] =>
  nav.filter((entry) => !entry.shown || (session !== undefined && entry.shown(session)))
