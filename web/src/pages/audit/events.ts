// Audit events in words, and the page on which their subject stands.
import type { RouteLocationRaw } from 'vue-router'
import type { AuditEventView } from '@/api/types'

/** Every action that is recorded, by noun; `noun.verb` → key of its text. */
export const actions = [
  'session.create', 'session.delete', 'session.refuse',
  'user.create', 'user.change_password', 'user.reset', 'user.deactivate', 'user.hand_over',
  'user.begin_factor', 'user.confirm_factor', 'user.refuse_factor', 'user.reset_factor',
  'catalogue.propose', 'catalogue.approve', 'catalogue.reject', 'catalogue.withdraw',
  'package.import', 'data.import', 'data.export', 'view.save', 'view.rename', 'view.delete', 'audit.export', 'unit.confirm',
  'round.open', 'round.set_days', 'round.set_due', 'round.add_units', 'round.pause', 'round.resume', 'round.grant', 'round.close', 'round.import',
  'submission.submit', 'submission.review', 'submission.forward', 'submission.return', 'submission.accept', 'submission.export',
  'question.ask', 'question.answer', 'question.settle', 'correction.ask', 'correction.grant', 'correction.refuse', 'correction.withdraw',
  'signature.add', 'signature.read',
  'release.create', 'report.create', 'setting.set', 'objective.rate', 'disclosure.compute', 'warning.acknowledge', 'warning.compute',
] as const

export const actionKey = (action: string): string => `audit.action_${action.replace('.', '_')}`

export const nounOf = (action: string): string => action.split('.')[0] ?? ''

type Told = Pick<AuditEventView, 'action' | 'subject' | 'plan'>

/** Where the subject can be looked at; undefined where no page shows it. */
export function placeOf(event: Told): RouteLocationRaw | undefined {
  const { subject } = event
  const noun = nounOf(event.action)
  if (['submission', 'question', 'correction', 'signature'].includes(noun)) return `/submissions/${subject}`
  if (noun === 'catalogue') return { name: 'proposal', params: { id: subject } }
  if (noun === 'package') return { name: 'packages' }
  if (!event.plan || noun === 'data') return undefined
  if (noun === 'view') return { name: 'data', params: { plan: event.plan } }
  const params = { plan: event.plan }
  if (noun === 'round') return { name: 'round', params: { ...params, id: subject } }
  if (noun === 'release') return { name: 'release', params: { ...params, number: subject } }
  if (noun === 'report') return { name: 'reports', params }
  if (noun === 'warning') return { name: 'warnings', params }
  if (noun === 'objective') return { name: 'objective', params: { ...params, number: subject.split(':')[1] ?? '' } }
  if (noun === 'unit') return { name: 'units', params }
  return undefined
}

/** A day where the reader is, as the moment it begins or, with `days`, some days later. */
export function momentOf(day: string, days = 0): string | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return undefined
  return new Date(year, month - 1, date + days).toISOString()
}

/** The fields of an event's details as lines; what is empty says nothing. */
export function linesOf(details: unknown): { field: string; value: string }[] {
  if (typeof details !== 'object' || details === null) return []
  const shown = (value: unknown) => (Array.isArray(value) ? value.join(' ') : typeof value === 'object' ? JSON.stringify(value) : String(value))
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([field, value]) => ({ field, value: shown(value) }))
}
