import { describe, expect, it } from 'vitest'
import { xOf } from '../geometry/scale'
import { parseMoment } from '../model/moments'
import { layOut, type PrintChoice, roomOn, scaleOn, timeOn } from './paper'

const A4: PrintChoice = { paper: 'a4', isLandscape: true, nWide: 1 }
const at = (iso: string) => parseMoment(iso) ?? 0

describe('sheets of paper', () => {
  it('leave a margin of a centimetre on each side', () => {
    // 277 and 190 mm of 96 pixels an inch, drawn at 72 per cent, less the pixel that is kept free.
    expect(roomOn(A4)).toEqual({ width: 1453, height: 996 })
    expect(roomOn({ ...A4, isLandscape: false })).toEqual({ width: 996, height: 1453 })
  })

  it('hold every row once and the whole timeline, first to the right and then down', () => {
    const choice = { ...A4, nWide: 2 }
    const time = timeOn(choice, 453) * 2

    const sheets = layOut(choice, 60, time, 453)

    expect(timeOn(choice, 453)).toBe(1000)
    expect(sheets).toEqual([
      { number: 1, rows: [0, 28], columns: [0, 1000] },
      { number: 2, rows: [0, 28], columns: [1000, 2000] },
      { number: 3, rows: [28, 56], columns: [0, 1000] },
      { number: 4, rows: [28, 56], columns: [1000, 2000] },
      { number: 5, rows: [56, 60], columns: [0, 1000] },
      { number: 6, rows: [56, 60], columns: [1000, 2000] },
    ])
  })

  it('spread the plan over the sheets that were asked for, with room for the last name', () => {
    const span = [at('2026-01-01T08:00'), at('2027-12-31T17:00')] as const

    const scale = scaleOn({ ...A4, nWide: 3 }, span, 453)

    expect(scale.width).toBe(3000)
    expect(xOf(scale, at('2026-01-01T00:00'))).toBeCloseTo(16, 0)
    expect(xOf(scale, span[1])).toBeCloseTo(2850, 0)
  })

  it('do not blow a short plan up', () => {
    const scale = scaleOn(A4, [at('2026-03-02T08:00'), at('2026-03-03T17:00')], 453)

    expect(scale.pixelsPerDay).toBe(60)
  })
})
