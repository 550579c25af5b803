import { createI18n } from 'vue-i18n'

export type Language = 'zh' | 'en'
export const languages: Language[] = ['zh', 'en']

// One file a noun: `zh/domain.json` is read as `domain.…`; a new file needs no line here.
const files = import.meta.glob<Record<string, string>>('./zh/*.json', { eager: true, import: 'default' })

const zh = Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [path.slice('./zh/'.length, -'.json'.length), texts]),
)

export const i18n = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages: { zh, en: {} as typeof zh } })

const kept = 'heng.language'

/** The language now; read inside a computed or a template it follows the switch. */
export const language = (): Language => i18n.global.locale.value

/** The tag that dates, numbers and the page itself are marked with. */
export const localeTag = (): string => (language() === 'en' ? 'en-GB' : 'zh-CN')

/** Loads the texts where they are not there yet; the choice is kept for the next visit. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  if (chosen === 'en') i18n.global.setLocaleMessage('en', (await import('./english')).english)
  i18n.global.locale.value = chosen
  document.documentElement.lang = localeTag()
  try {
    localStorage.setItem(kept, chosen)
  } catch {
    // A browser that keeps nothing still shows what was chosen.
  }
}

export function keptLanguage(): Language {
  try {
    return localStorage.getItem(kept) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

/** What the server gives in both languages; plan texts and names without a translation stay Chinese. */
export const inLanguage = (chinese: string, english?: string | null): string =>
  language() === 'en' && english ? english : chinese

const chineseSigns = { colon: '：', comma: '，', semicolon: '；', stop: '。', list: '、', open: '（', close: '）' }
const englishSigns = { colon: ': ', comma: ', ', semicolon: '; ', stop: '.', list: ', ', open: ' (', close: ')' }

/** What stands between pieces of running text. */
export const signs = () => (language() === 'en' ? englishSigns : chineseSigns)
