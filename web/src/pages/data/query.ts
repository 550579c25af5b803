// What is asked of the database, as it stands in the address: what is as usual is not written there.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { DataParams, PivotParams } from '@/api/types'
import { frequencies } from '@/ui/period'

export type View = 'pivot' | 'table' | 'chart' | 'cross' | 'bar' | 'map' | 'scatter'
export const views: View[] = ['pivot', 'table', 'cross', 'chart', 'bar', 'map', 'scatter']

/** Shown of a cross table. */
export const isCross = (view: View): boolean => ['cross', 'bar', 'map', 'scatter'].includes(view)

/** Most lines that one drawing takes. */
export const mostLines = 12
export const perPage = 50
/** Most lines and columns that bars are drawn of: a page of bars has no more lines. */
export const mostBars = { lines: 30, columns: 12 }
/** Most lines of a map and of points, which have no pages. */
const mostPoints = 500

/** Lines a page of a cross table or of its bars. */
export const linesOf = (view: View): number => (view === 'bar' ? mostBars.lines : perPage)

export interface Asked {
  view: View
  subjects: string[]
  from: string
  to: string
  /** None: the plan's own area. */
  areas: string[]
  /** year, half, quarter or month; none: all. */
  frequency: string
  /** With what is published of nation, province and prefecture. */
  compare: boolean
  breakdowns: string[]
  domain: string
  sources: string[]
  /** None: what has a number. */
  statuses: string[]
  words: string
  /** The day of which it is asked what was known, `2026-06-01`; none: now. */
  asOf: string
  /** As the server sorts, `-` before it descending. */
  sort: string
  page: number
  /** Series that are drawn. */
  drawn: string[]
  /** Axes of the cross table. */
  rows: string[]
  columns: string[]
}

/** Every area, every status. */
export const any = 'all'

const lists = { subjects: 'subject', areas: 'area', breakdowns: 'breakdown', sources: 'source', statuses: 'status', drawn: 'draw', rows: 'rows', columns: 'columns' } as const

/** Subjects down, periods across. */
const usualAxes = { rows: ['subject'], columns: ['period'] }
const texts = { from: 'from', to: 'to', domain: 'domain', words: 'q', sort: 'sort', asOf: 'as_of', frequency: 'frequency' } as const
const own = [...Object.values(lists), ...Object.values(texts), 'view', 'page', 'compare']

const first = (value: LocationQuery[string] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''

export function readQuery(query: LocationQuery): Asked {
  const list = (name: string) => [...new Set(first(query[name]).split(',').filter(Boolean))]
  const view = views.find((one) => one === first(query.view)) ?? 'pivot'
  const page = Number(first(query.page))
  return {
    view,
    subjects: list('subject'),
    from: first(query.from),
    to: first(query.to),
    areas: list('area'),
    frequency: frequencies.find((one) => one === first(query.frequency)) ?? '',
    compare: first(query.compare) === 'yes',
    breakdowns: list('breakdown'),
    domain: first(query.domain),
    sources: list('source'),
    statuses: list('status'),
    words: first(query.q),
    asOf: /^\d{4}-\d{2}-\d{2}$/.test(first(query.as_of)) ? first(query.as_of) : '',
    sort: first(query.sort),
    page: Number.isInteger(page) && page > 0 ? page : 1,
    drawn: list('draw').slice(0, mostLines),
    rows: 'rows' in query ? list('rows') : usualAxes.rows,
    columns: 'columns' in query ? list('columns') : usualAxes.columns,
  }
}

/** The address of what is asked; what it says of other things (the year) is kept. */
export function writeQuery(asked: Asked, before: LocationQuery = {}): LocationQueryRaw {
  const query: LocationQueryRaw = Object.fromEntries(Object.entries(before).filter(([name]) => !own.includes(name)))
  for (const [field, name] of Object.entries(lists)) {
    const codes = asked[field as keyof typeof lists]
    const usual = field === 'rows' || field === 'columns' ? usualAxes[field].join(',') : ''
    if (codes.join(',') !== usual) query[name] = codes.join(',')
  }
  for (const [field, name] of Object.entries(texts)) {
    const text = asked[field as keyof typeof texts].trim()
    if (text) query[name] = text
  }
  if (asked.compare) query.compare = 'yes'
  if (asked.view !== 'pivot') query.view = asked.view
  if (asked.page > 1) query.page = String(asked.page)
  return query
}

/** The address as it is kept under a title: a view that is opened begins at its first page. */
export function kept(query: LocationQuery): string {
  const pairs = Object.entries(query).filter(([name]) => name !== 'page').map(([name, value]) => [name, first(value)])
  return new URLSearchParams(pairs).toString()
}

/** What is asked without any condition, in the view that is shown. */
export const cleared = (asked: Asked): Asked => ({ ...readQuery({}), view: asked.view, rows: asked.rows, columns: asked.columns })

export const conditions = (asked: Asked): number =>
  [asked.subjects, asked.areas, asked.breakdowns, asked.sources, asked.statuses].filter((list) => list.length).length +
  [asked.from, asked.to, asked.frequency, asked.domain, asked.words, asked.asOf].filter(Boolean).length

/** What a view asks where nothing is chosen; a list that is left out asks for all. */
const usualOf = (view: View, ownArea: string) => {
  if (view === 'map') return { area: '', breakdown: '_T', status: '' }
  return { area: ownArea, breakdown: view === 'scatter' ? 'sex=*' : '', status: 'value,confidential' }
}

/** A map is of towns, and points are pairs of both sexes: nothing stands beside them. */
export const comparable = (view: View): boolean => view !== 'map' && view !== 'scatter'

/** The conditions as the server takes them, without the page: of what is shown, and of the file of it. */
export function toConditions(asked: Asked, ownArea: string): DataParams {
  const joined = (codes: string[], usual = '') => (codes.includes(any) ? undefined : codes.join(',') || usual || undefined)
  const usual = usualOf(asked.view, ownArea)
  return {
    subject: joined(asked.subjects),
    from: asked.from || undefined,
    to: asked.to || undefined,
    frequency: asked.frequency || undefined,
    compare: asked.compare && comparable(asked.view) ? 'yes' : undefined,
    area: joined(asked.areas, usual.area),
    breakdown: joined(asked.breakdowns, usual.breakdown),
    domain: asked.domain || undefined,
    source: joined(asked.sources),
    status: joined(asked.statuses, usual.status),
    q: asked.words.trim() || undefined,
    as_of: asked.asOf || undefined,
  }
}

/** One page: of rows for the table, of whole series for the others. */
export function toParams(asked: Asked, ownArea: string): DataParams {
  const table = asked.view === 'table'
  return {
    ...toConditions(asked, ownArea),
    by: table ? undefined : 'series',
    sort: table && asked.sort ? asked.sort : undefined,
    page: asked.page,
    per_page: perPage,
  }
}

/** The table that a view shows as a workbook, all its lines; undefined where it is that of the rows. */
export function toBook(asked: Asked, ownArea: string): PivotParams | undefined {
  if (asked.view === 'table') return undefined
  return { ...toPivot(isCross(asked.view) ? asked : { ...asked, ...usualAxes }, ownArea), page: undefined, per_page: undefined }
}

/** What the cross table is asked: its axes as chosen, or as the drawing needs them. */
export function toPivot(asked: Asked, ownArea: string): PivotParams {
  const conditions = toConditions(asked, ownArea)
  if (asked.view === 'map') return { ...conditions, rows: 'area', columns: 'period', per_page: mostPoints }
  if (asked.view === 'scatter') return { ...conditions, rows: '', columns: 'sex', per_page: mostPoints }
  return { ...conditions, rows: asked.rows.join(','), columns: asked.columns.join(','), page: asked.page, per_page: linesOf(asked.view) }
}
