// A drawing as a file: SVG as it is, PNG twice as large for print. Beneath stands what it shows and, of a demo store, that it is invented.
import { i18n } from '@/i18n'
import { isDemo, saveBlob } from './csv'

export type PictureKind = 'png' | 'svg'

const captionHeight = 26

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The drawing on white with a line beneath. */
export function captioned(svg: string, caption: string): { text: string; width: number; height: number } {
  const size = (name: string) => Number(new RegExp(`<svg[^>]*\\s${name}="([\\d.]+)"`).exec(svg)?.[1] ?? 0)
  const [width, height] = [size('width'), size('height')]
  const whole = height + captionHeight
  const line = `<text x="8" y="${height + 17}" font-size="12" font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif" fill="#1c2529">${escaped(caption)}</text>`
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}"><rect width="100%" height="100%" fill="#fff"/>${svg}${line}</svg>`
  return { text, width, height: whole }
}

export async function savePicture(svg: string, name: string, kind: PictureKind, label: string): Promise<void> {
  const caption = isDemo() ? `${label} · ${i18n.global.t('session.demo')}` : label
  const { text, width, height } = captioned(svg, caption)
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
    if (blob) saveBlob(`${name}.png`, blob)
  } finally {
    URL.revokeObjectURL(address)
  }
}
