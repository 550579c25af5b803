import { inLanguage } from '@/i18n'

/** The server says everything in both languages. */
export const messageOf = (said: { message: string; message_en?: string | null }): string => inLanguage(said.message, said.message_en)

export const hintOf = (said: { hint?: string | null; hint_en?: string | null }): string => inLanguage(said.hint ?? '', said.hint_en)
