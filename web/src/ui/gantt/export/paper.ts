import { HEAD_HEIGHT, rowHeight } from '../geometry/rows'
import type { Scale } from '../geometry/scale'
import { MINUTES_PER_DAY, type Moment, startOfDay } from '../model/moments'

export type PaperSize = 'a4' | 'a3'

/** What is chosen before printing. */
export interface PrintChoice {
  paper: PaperSize
  isLandscape: boolean
  /** Over how many sheets side by side the time is spread. */
  nWide: number
}

/** Part of the chart on one sheet: rows `[from, to)` and pixels of the timeline. */
export interface Sheet {
  number: number
  rows: readonly [number, number]
  columns: readonly [number, number]
}

/** Millimetres of the long and the short side. */
const SIDES: Readonly<Record<PaperSize, readonly [number, number]>> = {
  a4: [297, 210],
  a3: [420, 297],
}
const MARGIN = 10
/** CSS pixels of a millimetre. */
const PIXELS = 96 / 25.4
/** The screen's chart is drawn this much smaller on paper: text of 12 px becomes one of about 6.5 pt. */
export const SHRINK = 0.72
/** Height of the line with the project's name above each sheet. */
export const TITLE_HEIGHT = 34
/** So many sheets at most: more would choke the browser, and nobody would read them. */
export const MOST_SHEETS = 240

/** Width and height of what can be drawn on, in pixels of the chart. */
export function roomOn({ paper, isLandscape }: PrintChoice): { width: number; height: number } {
  const [long, short] = SIDES[paper]
  const room = (side: number) => ((side - 2 * MARGIN) * PIXELS) / SHRINK
  const [across, down] = isLandscape ? [long, short] : [short, long]
  // A pixel less: a rounded-up height would push an empty sheet after each one.
  return { width: Math.floor(room(across)) - 1, height: Math.floor(room(down)) - 1 }
}

/** Pixels of the timeline on each sheet, beside the columns that are repeated on all. */
export function timeOn(choice: PrintChoice, gridWidth: number): number {
  return Math.max(120, roomOn(choice).width - gridWidth)
}

/** The sheets that hold all rows and the whole timeline: first to the right, then down. */
export function layOut(
  choice: PrintChoice,
  nRows: number,
  timeWidth: number,
  gridWidth: number,
): Sheet[] {
  const { height } = roomOn(choice)
  const nDown = Math.max(1, Math.floor((height - TITLE_HEIGHT - HEAD_HEIGHT) / rowHeight()))
  const across = timeOn(choice, gridWidth)
  const sheets: Sheet[] = []
  for (let row = 0; row < Math.max(1, nRows); row += nDown) {
    for (let left = 0; left < timeWidth - 0.5; left += across) {
      sheets.push({
        number: sheets.length + 1,
        rows: [row, Math.min(nRows, row + nDown)],
        columns: [left, Math.min(timeWidth, left + across)],
      })
    }
  }
  return sheets
}

/** Pixels before the first bar, and behind the last one for its name. */
const BEFORE = 16
const BEHIND = 150
/** A short plan is not blown up beyond this. */
const MOST_PER_DAY = 60

/** The scale at which a span fills a number of sheets side by side. */
export function scaleOn(
  choice: PrintChoice,
  span: readonly [Moment, Moment],
  gridWidth: number,
): Scale {
  const width = timeOn(choice, gridWidth) * choice.nWide
  const from = startOfDay(span[0])
  const days = Math.max(1, (span[1] - from) / MINUTES_PER_DAY)
  const pixelsPerDay = Math.min(MOST_PER_DAY, Math.max(40, width - BEFORE - BEHIND) / days)
  const origin = from - Math.round((BEFORE / pixelsPerDay) * MINUTES_PER_DAY)
  const end = origin + Math.round((width / pixelsPerDay) * MINUTES_PER_DAY)
  return { origin, end, pixelsPerDay, width }
}
