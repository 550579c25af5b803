import type { FindingView, Problem } from '@/api/types'
import { inLanguage, language, signs } from '@/i18n'

/** The server says everything in both languages. */
export const messageOf = (said: { message: string; message_en?: string | null }): string => inLanguage(said.message, said.message_en)

export const hintOf = (said: { hint?: string | null; hint_en?: string | null }): string => inLanguage(said.hint ?? '', said.hint_en)

/** File, line and column of what stands in a file; empty of all else. */
export const placeOf = ({ place }: Problem): string =>
  place.file ? [[place.file, place.line].filter((part) => part != null).join(':'), place.field].filter(Boolean).join(' ') : ''

/** With the name of its cell before it, which the Chinese text of a missing figure holds already. */
export const findingText = (name: string, finding: FindingView): string =>
  finding.check === 'required' && language() === 'zh' ? finding.message : `${name}${signs().colon}${messageOf(finding)}`
