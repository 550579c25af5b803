// What is asked of the list of warnings, as it stands in the address.
import type { LocationQuery } from 'vue-router'
import type { WarningParams } from '@/api/types'

export const kinds = ['missed', 'off_course', 'at_risk', 'volatility', 'level_shift', 'outlier', 'contradiction', 'sources', 'missing', 'late'] as const
export const severities = ['high', 'medium', 'low'] as const
export const states = ['raised', 'resolved', 'withdrawn'] as const
export const sorts = ['severity', 'kind', 'name', 'since', 'raised'] as const
/** The gravest first. */
const usual = '-severity'
export type SortKey = (typeof sorts)[number]

export interface Asked {
  q: string
  kind: string
  severity: string
  /** Those that stand, unless another is asked for; `all` for every one. */
  state: string
  domain: string
  unit: string
  /** Of this year alone. */
  of: string
  noted: string
  sort: SortKey
  down: boolean
  page: number
}

export const perPage = 50

/** The last page that there is; the first, where nothing is found. */
export const lastPage = (total: number): number => Math.max(1, Math.ceil(total / perPage))

const text = (query: LocationQuery, name: string): string => {
  const value = query[name]
  return typeof value === 'string' ? value : ''
}
const oneOf = (value: string, known: readonly string[]): string => (known.includes(value) ? value : '')

export function readAsked(query: LocationQuery): Asked {
  const sort = oneOf(text(query, 'sort').replace(/^-/, ''), sorts) ? text(query, 'sort') : usual
  const page = Number(text(query, 'page'))
  return {
    q: text(query, 'q'),
    kind: oneOf(text(query, 'kind'), kinds),
    severity: oneOf(text(query, 'severity'), severities),
    state: oneOf(text(query, 'state'), [...states, 'all']) || 'raised',
    domain: text(query, 'domain'),
    unit: text(query, 'unit'),
    of: /^\d{4}$/.test(text(query, 'of')) ? text(query, 'of') : '',
    noted: oneOf(text(query, 'noted'), ['yes', 'no']),
    sort: sort.replace(/^-/, '') as SortKey,
    down: sort.startsWith('-'),
    page: Number.isInteger(page) && page > 0 ? page : 1,
  }
}

/** The address of what is asked: what is usual is left out. */
export function writeAsked(asked: Asked): Record<string, string> {
  const sort = `${asked.down ? '-' : ''}${asked.sort}`
  const all: Record<string, string> = {
    q: asked.q, kind: asked.kind, severity: asked.severity, state: asked.state === 'raised' ? '' : asked.state,
    domain: asked.domain, unit: asked.unit, of: asked.of, noted: asked.noted,
    sort: sort === usual ? '' : sort, page: asked.page > 1 ? String(asked.page) : '',
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}

/** The same as the server takes it. */
export function params(asked: Asked): WarningParams {
  const { of, state, sort, down, page, ...rest } = asked
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''))
  return {
    ...given,
    ...(state === 'all' ? {} : { state }),
    ...(of ? { year: Number(of) } : {}),
    sort: `${down ? '-' : ''}${sort}`,
    page,
    per_page: perPage,
  }
}
