// Where the tiles of a map stand in its drawing, and what is written on them: pure functions.
import { shownFigure } from '@/ui/figure'
import { widthOf, wrapped } from '@/ui/picture'
import { lettersOn, memberName, shade, type Tile } from './cross'

const gap = 3
const lineHeight = 16
const leastHigh = 60

export interface DrawnTile extends Tile {
  x: number
  y: number
  /** The name of the area in lines. */
  lines: string[]
  figure: string
  fill: string
  ink: string
}

export interface TileDrawing {
  tiles: DrawnTile[]
  /** Of one tile. */
  wide: number
  high: number
  /** Of the whole. */
  height: number
}

/** A name in lines of a width, broken between its words where it has some. */
export function broken(name: string, room: number): string[] {
  const lines: string[] = []
  for (const word of name.split(' ')) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : ''
    if (longer && widthOf(longer) <= room) lines[lines.length - 1] = longer
    else lines.push(...wrapped(word, room))
  }
  return lines
}

/** The tiles in a drawing of a width, all as high as the longest name wants, shaded from the least to the most figure. */
export function drawTiles(tiles: Tile[], width: number): TileDrawing {
  const columns = Math.max(...tiles.map((tile) => tile.across)) + 1
  const rows = Math.max(...tiles.map((tile) => tile.down)) + 1
  const wide = (width - gap * (columns - 1)) / columns
  const names = tiles.map((tile) => broken(memberName('area', tile.area), wide - 8))
  const high = Math.max(leastHigh, (Math.max(...names.map((lines) => lines.length)) + 1) * lineHeight + 14)
  const numbers = tiles.flatMap(({ cell }) => (cell?.value == null ? [] : [Number(cell.value)]))
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
  const drawn = tiles.map((tile, at) => {
    const value = tile.cell?.value == null ? null : Number(tile.cell.value)
    return {
      ...tile,
      x: tile.across * (wide + gap),
      y: tile.down * (high + gap),
      lines: names[at] ?? [],
      figure: tile.cell ? shownFigure(tile.cell) : '—',
      fill: value == null ? '#ffffff' : shade(value, least, most),
      ink: value == null ? '#4a565c' : lettersOn(value, least, most),
    }
  })
  return { tiles: drawn, wide, high, height: rows * high + (rows - 1) * gap }
}

/** How far down a line of a tile stands, its figure being the last. */
export const lineAt = (tile: DrawnTile, high: number, line: number): number => high / 2 + (line - tile.lines.length / 2) * lineHeight + 4
