import { createI18n } from 'vue-i18n'

// One file a noun: `zh/domain.json` is read as `domain.…`; a new file needs no line here.
const files = import.meta.glob<Record<string, string>>('./zh/*.json', { eager: true, import: 'default' })

const zh = Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [path.slice('./zh/'.length, -'.json'.length), texts]),
)

export const i18n = createI18n({ legacy: false, locale: 'zh', messages: { zh } })
