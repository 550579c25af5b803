import type { WarningRow } from '@/api/types'
import { inLanguage } from '@/i18n'

type Named = Pick<WarningRow, 'subject' | 'name' | 'name_en' | 'breakdown' | 'breakdown_label' | 'breakdown_label_en'>

/** What a warning is about, with its breakdown. */
export function warningName(row: Named): string {
  const name = inLanguage(row.name, row.name_en)
  return row.breakdown ? `${name} · ${inLanguage(row.breakdown_label, row.breakdown_label_en)}` : name
}

/** The item on whose cell a check is broken: the reason of a check does not name it, that of other warnings does. Null where it is broken on none. */
export const brokenItem = (row: Named): string | null => (/^check:[^/]*\//.test(row.subject) ? warningName(row) : null)
