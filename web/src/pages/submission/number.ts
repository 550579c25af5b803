// Numbers as people type and paste them; the server reads them by the same rule and decides.

const fullWidth = /[０-９]/g
const grouped = /^[+-]?\d{1,3}((,\d{3})+|( \d{3})+)(\.\d+)?$/
const plain = /^[+-]?(\d+(\.\d*)?|\.\d+)$/

/**
 * `１,２００．５` → `1200.5`; undefined where it is no number. Thousands must be groups of three, so that another country's
 * decimal comma is told rather than read as a thousand times as much.
 */
export function readNumber(text: string): string | undefined {
  const narrow = text
    .replace(/[\s\u00a0\u2009\u202f\u3000]/g, ' ')
    .trim()
    .replace(fullWidth, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replaceAll('，', ',')
    .replaceAll('．', '.')
    .replace(/[－−]/g, '-')
  const bracketed = /^\( ?(.+?) ?\)$/.exec(narrow)
  const signed = bracketed ? `-${bracketed[1]}` : narrow
  if (grouped.test(signed)) return trimmed(signed.replace(/[, ]/g, ''))
  return plain.test(signed) ? trimmed(signed) : undefined
}

/** Without a plus, leading noughts and a bare point; noughts behind the point stay. */
function trimmed(number: string): string {
  const sign = number.startsWith('-') ? '-' : ''
  const [whole = '', part = ''] = number.replace(/^[+-]/, '').split('.')
  const digits = whole.replace(/^0+(?=\d)/, '') || '0'
  return `${sign}${digits}${part ? `.${part}` : ''}`
}

/** Whole: without a part behind the point, or with noughts alone. */
export const isWhole = (number: string): boolean => /^-?\d+(\.0*)?$/.test(number)

/** `12.0` and `12.` → `12`, as the server writes it; a text that is no number stays. */
function shortest(text: string): string {
  const number = readNumber(text) ?? text.trim()
  const short = /^-?\d+\.\d+$/.test(number) ? number.replace(/\.?0+$/, '') : number
  return short === '-0' ? '0' : short
}

/** Whether two texts say the same number, however each is written, or are the same text. */
export const meansSame = (a: string, b: string): boolean => a === b || shortest(a) === shortest(b)
