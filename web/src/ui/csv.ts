import { queryClient, sessionQuery } from '@/api/queries'
import type { SessionView } from '@/api/types'
import { i18n } from '@/i18n'

type Cell = string | number | null | undefined

export const isDemo = () => queryClient.getQueryData<SessionView>(sessionQuery.queryKey)?.demo ?? false

/** Saves a table, the head first. Of a demo store each of its rows says that the figures are invented. */
export function saveCsv(name: string, rows: Cell[][]): void {
  const text = toCsv(isDemo() ? marked(rows, i18n.global.t('session.demo')) : rows)
  saveBlob(name, new Blob([text], { type: 'text/csv;charset=utf-8' }))
}

/** The table with a last column that says in each row what it must not be taken for. */
export function marked(rows: Cell[][], mark: string): Cell[][] {
  return rows.map((row) => [...row, mark])
}

/** A table as CSV that Excel opens as it is: byte-order mark, CRLF, quotes where needed; a text that would be taken for a formula is marked as text. */
export function toCsv(rows: Cell[][]): string {
  const cell = (value: Cell) => {
    const text = inert(String(value ?? ''))
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return '\ufeff' + rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}

const inert = (text: string): string => (/^[=+@\t\r-]/.test(text) && !/^-[\d.]+$/.test(text) ? `'${text}` : text)

/** Of a demo store the name says so. */
export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = isDemo() ? `${i18n.global.t('session.demoFile')}-${name}` : name
  link.click()
  URL.revokeObjectURL(address)
}
