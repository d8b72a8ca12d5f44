import { HEAD_HEIGHT, rowHeight } from '../geometry/rows'
import { type Drawn, drawChart, drawPaper, drawTitle, gridWidthOf, type Part } from './draw'
import { canvasPainter } from './painter'
import { TITLE_HEIGHT } from './paper'

const AIR = 16
/** Pixels of a side, and of the whole, that browsers still make a picture of. */
const MOST_SIDE = 16_000
const MOST_AREA = 120_000_000
/** Twice the pixels of the screen, so that text stays sharp in a document. */
const SHARPNESS = 2

/** How much a picture of this size may be enlarged, or must be made smaller. */
export function sharpnessOf(width: number, height: number): number {
  const bySide = MOST_SIDE / Math.max(width, height)
  return Math.min(SHARPNESS, bySide, Math.sqrt(MOST_AREA / (width * height)))
}

/** Part of the chart as a PNG file. */
export async function pngOf(drawn: Drawn, part: Part, title: string, note: string): Promise<Blob> {
  const inner = gridWidthOf(drawn.columns) + part.columns[1] - part.columns[0]
  const rows = (part.rows[1] - part.rows[0]) * rowHeight()
  const [width, height] = [inner + 2 * AIR, TITLE_HEIGHT + HEAD_HEIGHT + rows + 2 * AIR]
  const sharpness = sharpnessOf(width, height)
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * sharpness)
  canvas.height = Math.ceil(height * sharpness)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser gives no canvas to draw on.')
  context.scale(sharpness, sharpness)
  const paint = canvasPainter(context)
  drawPaper(paint, width, height)
  context.translate(AIR, AIR)
  drawTitle(paint, inner, title, note)
  drawChart(paint, drawn, part, TITLE_HEIGHT)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob)
      else reject(new Error('The picture is too large for this browser.'))
    }, 'image/png')
  })
}
