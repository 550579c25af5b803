import type { Problem } from '@/api/types'

/** `人口!E6`, `units.csv:12 value`: where in a file something stands. */
export function placeOf({ file, line, sheet, cell, field }: Problem['place']): string {
  const within = sheet && cell ? `${sheet}!${cell}` : cell
  const named = file && line != null ? `${file}:${line}` : line != null ? `:${line}` : file
  return [named, within, field].filter((part) => part).join(' ')
}
