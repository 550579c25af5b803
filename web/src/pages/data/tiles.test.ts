import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { describe, expect, it } from 'vitest'
import { i18n } from '@/i18n'
import { captioned } from '@/ui/picture'
import TileMap from './TileMap.vue'
import type { Tile } from './cross'
import { broken, drawTiles, lineAt } from './tiles'

const cell = (value: string | null, more = {}) => ({ series: 's', period: '2025', value, display: value, estimated: false, rivals: false, confidential: false, not_applicable: false, ...more })
const tile = (name: string, across: number, down: number, held: Tile['cell']): Tile => ({ area: { code: name, name, reference: false }, across, down, cell: held })
const tiles = [tile('甲镇', 0, 0, cell('10')), tile('乙镇', 2, 0, cell('30')), tile('丙镇', 1, 1, cell(null, { not_applicable: true })), tile('丁镇', 2, 1, null)]

describe('a map of tiles', () => {
  it('puts each tile in its place and lets none lie on another', () => {
    const drawing = drawTiles(tiles, 600)
    expect(drawing.tiles.map((one) => [Math.round(one.x / (drawing.wide + 3)), one.y / (drawing.high + 3)])).toEqual([[0, 0], [2, 0], [1, 1], [2, 1]])
    expect((drawing.tiles[1]?.x ?? 0) + drawing.wide).toBeCloseTo(600)
    expect(drawing.height).toBe(2 * drawing.high + 3)
  })

  it('writes the figure, shades it, and leaves white what has none', () => {
    expect(drawTiles(tiles, 600).tiles.map((one) => [one.figure, one.fill])).toEqual([['10', 'rgb(230, 239, 241)'], ['30', 'rgb(23, 82, 95)'], ['不适用', '#ffffff'], ['—', '#ffffff']])
  })

  it('has room for every line of a long name', () => {
    const drawing = drawTiles([tile('Subdistrict of the Long Name', 4, 0, cell('1'))], 300)
    const [one] = drawing.tiles
    expect(one?.lines.length).toBeGreaterThan(2)
    if (one) expect([lineAt(one, drawing.high, 0) > 8, lineAt(one, drawing.high, one.lines.length) < drawing.high]).toEqual([true, true])
  })

  it('breaks a name between its words', () => {
    expect(broken('Long Name Town', 70)).toEqual(['Long Name', 'Town'])
    expect(broken('三埠街道', 24)).toEqual(['三埠', '街道'])
  })

  it('is a list whose figures are buttons, and a drawing that can be saved', async () => {
    const html = await renderToString(createSSRApp(TileMap, { tiles, title: '甲', name: 'map' }).use(i18n))
    expect(html.match(/role="listitem"/g)?.length).toBe(4)
    expect(html.match(/role="button" tabindex="0" aria-label="[^"]+"/g)).toEqual(['甲镇 10', '乙镇 30', '丙镇 不适用'].map((label) => `role="button" tabindex="0" aria-label="${label}"`))
    expect(html).toContain('PNG')
    const picture = captioned(/<svg.*<\/svg>/s.exec(html)?.[0] ?? '', { title: '甲' })
    expect([picture.width, picture.height > drawTiles(tiles, 720).height]).toEqual([720, true])
  })
})
