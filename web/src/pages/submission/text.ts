// What is typed into a cell, and what a cell shows.
import type { MissingReasonView } from '@/api/types'
import { readNumber } from './number'

export interface Content {
  value: string | null
  missing: string | null
}

/** Of what is typed; `ask` when only a dash stands there: there is no figure, and the reason is still to be chosen. */
export type Typed = Content | 'ask'

const answers: Record<string, string> = { 是: '1', 否: '0', y: '1', n: '0' }

/** Numbers stay as they are typed: the server reads them and says what is wrong. 0 is a value, nothing is not. */
export function readTyped(text: string, type: string, reasons: MissingReasonView[]): Typed {
  const typed = text.trim()
  if (!typed) return { value: null, missing: null }
  if (/^[-—–-]+$/.test(typed)) return 'ask'
  const reason = reasons.find((one) => one.name === typed)
  if (reason) return { value: null, missing: reason.code }
  const answer = type === 'boolean' ? answers[typed.toLowerCase()] : undefined
  return { value: answer ?? typed, missing: null }
}

export function showContent({ value, missing }: Content, type: string, reasons: MissingReasonView[]): string {
  if (missing) return reasons.find((one) => one.code === missing)?.name ?? missing
  if (type === 'boolean' && value === '1') return '是'
  if (type === 'boolean' && value === '0') return '否'
  return value ?? ''
}

const plain = (text: string): number => Number(readNumber(text) ?? NaN)

/** `+4.2%` against last year; nothing where a share means nothing. */
export function changeOf(value: string | null | undefined, previous: string | undefined, type: string): string {
  if (!value || !previous || type === 'boolean' || type === 'stage') return ''
  const [now, before] = [plain(value), plain(previous)]
  if (!Number.isFinite(now) || !Number.isFinite(before) || before === 0) return ''
  const share = ((now - before) / Math.abs(before)) * 100
  if (Math.abs(share) >= 1000) return share > 0 ? '>+999%' : '<-999%'
  const text = share.toFixed(1)
  if (Number(text) === 0) return '0.0%'
  return `${share > 0 ? '+' : '−'}${text.replace('-', '')}%`
}
