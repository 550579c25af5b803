import type { FindingView } from '@/api/types'
import { inLanguage, language, signs } from '@/i18n'

/** The server says everything in both languages. */
export const messageOf = (said: { message: string; message_en?: string | null }): string => inLanguage(said.message, said.message_en)

export const hintOf = (said: { hint?: string | null; hint_en?: string | null }): string => inLanguage(said.hint ?? '', said.hint_en)

/** With the name of its cell before it, which the Chinese text of a missing figure holds already. */
export const findingText = (name: string, finding: FindingView): string =>
  finding.check === 'required' && language() === 'zh' ? finding.message : `${name}${signs().colon}${messageOf(finding)}`
