// Blocks of cells as spreadsheets put them on the clipboard: tabs between cells, a line a row, quotes around a cell that
// holds a tab, a line break or a quote.

/** The rows of a block. The line break at the end, which Excel and WPS add, begins no row. */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = [[]]
  let at = 0
  while (at < text.length) {
    const { cell, next } = text[at] === '"' ? quoted(text, at) : bare(text, at)
    rows[rows.length - 1]?.push(cell)
    at = next
    if (text[at] === '\t') {
      at += 1
      // A tab before the end of a line is followed by an empty cell.
      if (at >= text.length || /[\r\n]/.test(text[at] ?? '')) rows[rows.length - 1]?.push('')
    }
    const end = lineEnd(text, at)
    if (end && at + end < text.length) rows.push([])
    at += end
  }
  return rows.filter((row) => row.length > 0)
}

const lineEnd = (text: string, at: number): number => (text.startsWith('\r\n', at) ? 2 : /[\r\n]/.test(text[at] ?? '') ? 1 : 0)

function bare(text: string, at: number) {
  const length = text.slice(at).search(/[\t\r\n]/)
  const next = length < 0 ? text.length : at + length
  return { cell: text.slice(at, next), next }
}

/** A quoted cell; one whose quote is not closed, or goes on after it, is taken as it stands. */
function quoted(text: string, at: number) {
  const found = /^"((?:[^"]|"")*)"(?=[\t\r\n]|$)/.exec(text.slice(at))
  if (!found) return bare(text, at)
  return { cell: (found[1] ?? '').replaceAll('""', '"'), next: at + found[0].length }
}

export const writeBlock = (rows: string[][]): string => rows.map((row) => row.map(written).join('\t')).join('\r\n')

const written = (cell: string): string => (/[\t\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Whether a text is more than one cell. */
export const isBlock = (text: string): boolean => /[\t\n\r]/.test(text.replace(/[\r\n]+$/, ''))
