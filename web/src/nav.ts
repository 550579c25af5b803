import type { SessionView } from '@/api/types'

export interface NavEntry {
  /** Name of the route; its text is `nav.<route>`. */
  route: string
  /** Whether the present user sees it; everyone does when it is left out. */
  shown?: (session: SessionView) => boolean
}

export const nav: NavEntry[] = [
  { route: 'overview' },
  { route: 'domain' },
  { route: 'indicators' },
]

export const visibleNav = (session: SessionView | undefined): NavEntry[] =>
  nav.filter((entry) => !entry.shown || (session !== undefined && entry.shown(session)))
