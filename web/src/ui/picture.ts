// A drawing as a file: SVG as it is, PNG twice as large for print. Beneath stands, of a demo store, that it is invented,
// then what it shows and the names of its colours.
import { i18n } from '@/i18n'
import { isDemo, saveBlob } from './csv'

export type PictureKind = 'png' | 'svg'

/** A colour of a drawing and what is drawn in it. */
export interface Key {
  colour: string
  label: string
}

/** `mark` stands first and by itself, so that nothing long can push it out. */
export interface Caption {
  mark?: string
  title: string
  legend?: Key[]
}

const margin = 8
const lineHeight = 18
const swatch = 20
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Width in a face of 12 px, rather too much than too little: a Chinese sign is square. */
export const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > '⺀' ? 12 : 7.5), 0)

/** A text in lines of a width. */
export function wrapped(text: string, room: number): string[] {
  const lines = ['']
  for (const sign of text) {
    const longer = (lines[lines.length - 1] ?? '') + sign
    if (widthOf(longer) <= room || longer === sign) lines[lines.length - 1] = longer
    else lines.push(sign.trimStart())
  }
  return lines
}

const written = (text: string, x: number, y: number, more = '') => `<text x="${x}" y="${y}"${more}>${escaped(text)}</text>`

/** The names of the colours from left to right, a new line where the next has no room. */
function legendLines(legend: Key[], room: number): string[] {
  const lines: string[] = []
  let across = 0
  for (const { colour, label } of legend) {
    const [first = '', ...rest] = wrapped(label, room - swatch)
    const wide = swatch + widthOf(first)
    if (!lines.length || across + wide > room) {
      lines.push('')
      across = 0
    }
    const x = margin + across
    lines[lines.length - 1] += `<rect x="${x}" y="-6" width="14" height="3" fill="${escaped(colour)}"/>${written(first, x + swatch, 0)}`
    lines.push(...rest.map((line) => written(line, margin + swatch, 0)))
    across = rest.length ? room : across + wide + 16
  }
  return lines
}

/** The drawing on white with its caption beneath. */
export function captioned(svg: string, { mark, title, legend = [] }: Caption): { text: string; width: number; height: number } {
  const size = (name: string) => Number(new RegExp(`<svg[^>]*\\s${name}="([\\d.]+)"`).exec(svg)?.[1] ?? 0)
  const [width, height] = [size('width'), size('height')]
  const room = width - 2 * margin
  const lines = [
    ...(mark ? wrapped(mark, room).map((line) => written(line, margin, 0, ' font-weight="700" fill="#7a1f5c"')) : []),
    ...wrapped(title, room).map((line) => written(line, margin, 0)),
    ...legendLines(legend, room),
  ]
  const whole = height + lines.length * lineHeight + margin
  const caption = lines.map((line, at) => `<g transform="translate(0 ${height + (at + 1) * lineHeight - 4})">${line}</g>`).join('')
  const face = 'font-size="12" font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif" fill="#1c2529"'
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}"><rect width="100%" height="100%" fill="#fff"/>${svg}<g ${face}>${caption}</g></svg>`
  return { text, width, height: whole }
}

/** Fails where the browser cannot draw it. */
export async function savePicture(svg: string, name: string, kind: PictureKind, caption: Omit<Caption, 'mark'>): Promise<void> {
  const { text, width, height } = captioned(svg, { ...caption, mark: isDemo() ? i18n.global.t('session.demo') : undefined })
  const drawing = new Blob([text], { type: 'image/svg+xml;charset=utf-8' })
  if (kind === 'svg') return saveBlob(`${name}.svg`, drawing)
  const address = URL.createObjectURL(drawing)
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = width * 2
    canvas.height = height * 2
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
    if (!blob) throw new Error('no picture')
    saveBlob(`${name}.png`, blob)
  } finally {
    URL.revokeObjectURL(address)
  }
}
