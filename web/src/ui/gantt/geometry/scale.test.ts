import { describe, expect, it } from 'vitest'
import { formatMoment, momentOf, parseMoment } from '../model/moments'
import { momentAt, scaleOf, ticks, xOf, zoomToFit } from './scale'
import { levelOf, snapStep, tiersOf, ZOOM_LEVELS, zoomOf } from './zoom'

const at = (text: string) => parseMoment(text) as number
const span = [at('2026-03-02T08:00'), at('2026-06-26T17:00')] as const

describe('a scale', () => {
  it('turns moments to pixels and back at every zoom', () => {
    for (const level of ZOOM_LEVELS) {
      const scale = scaleOf(span, zoomOf(level), 900)
      for (const moment of [span[0], span[1], at('2026-04-01T12:34')]) {
        expect(Math.abs(momentAt(scale, xOf(scale, moment)) - moment)).toBeLessThanOrEqual(1)
      }
      expect(xOf(scale, scale.end)).toBeCloseTo(scale.width, 6)
      expect(scale.width).toBeGreaterThanOrEqual(900)
      expect(xOf(scale, span[0])).toBeGreaterThanOrEqual(100)
    }
  })

  it('stays within what a browser can place, however far the plan runs', () => {
    const century = [momentOf(2000, 1, 1), momentOf(2100, 1, 1)] as const

    expect(scaleOf(century, 2880, 900).width).toBeLessThan(17_000_000)
  })

  it('fits a span into a width', () => {
    const zoom = zoomToFit(span, 1096)

    expect(((span[1] - span[0]) / 1440) * zoom).toBeCloseTo(1000, 6)
  })
})

describe('ticks', () => {
  it('touch every day once, also where clocks are put forward elsewhere', () => {
    // Europe puts its clocks forward on 2026-03-29: a local minute of the project knows nothing of it.
    const days = ticks('day', at('2026-03-28T10:00'), at('2026-03-31T00:00'))

    expect(days.map(([start]) => formatMoment(start))).toEqual([
      '2026-03-28T00:00',
      '2026-03-29T00:00',
      '2026-03-30T00:00',
    ])
    expect(days.every(([start, end]) => end - start === 1440)).toBe(true)
  })

  it('join without gaps in every unit', () => {
    for (const unit of ['hour', 'day', 'week', 'month', 'quarter', 'year', 'decade'] as const) {
      const found = ticks(unit, at('2025-11-20T07:10'), at('2026-02-03T00:00'))
      for (let i = 1; i < found.length; i++) expect(found[i]?.[0]).toBe(found[i - 1]?.[1])
      expect(found[0]?.[0]).toBeLessThanOrEqual(at('2025-11-20T07:10'))
      expect(found.at(-1)?.[1]).toBeGreaterThanOrEqual(at('2026-02-03T00:00'))
    }
  })
})

describe('zoom', () => {
  it('reads each named level as itself', () => {
    expect(ZOOM_LEVELS.map((level) => levelOf(zoomOf(level)))).toEqual(ZOOM_LEVELS)
  })

  it('has two tiers and a step to snap to at each level', () => {
    const shown = ZOOM_LEVELS.map((level) =>
      tiersOf(zoomOf(level))
        .map(({ unit }) => unit)
        .join('/'),
    )

    expect(shown).toEqual([
      'day/hour',
      'month/day',
      'month/week',
      'year/month',
      'year/quarter',
      'decade/year',
    ])
    expect(ZOOM_LEVELS.map((level) => snapStep(zoomOf(level)))).toEqual([
      15, 1440, 1440, 1440, 1440, 1440,
    ])
    expect(tiersOf(300)[1]).toEqual({ unit: 'hour', step: 3 })
  })
})
