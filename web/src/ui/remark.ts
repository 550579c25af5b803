import { i18n } from '@/i18n'
import type { Problem } from '@/api/types'

const { t, te } = i18n.global

/** `人口!E6`, `units.csv:12 value`; of the one file that was sent in `第 12 行 责任单位`: where something stands. */
export function placeOf({ file, line, sheet, cell, field }: Problem['place']): string {
  const within = sheet && cell ? `${sheet}!${cell}` : cell
  const named = file && line != null ? `${file}:${line}` : line != null ? t('template.line', { line }) : file
  const column = field && !file && line != null && te(`template.column_${field}`) ? t(`template.column_${field}`) : field
  return [named, within, column].filter((part) => part).join(' ')
}
