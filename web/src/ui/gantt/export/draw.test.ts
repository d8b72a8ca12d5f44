import { describe, expect, it } from 'vitest'
import { DEFAULT_COLUMNS, DEFAULT_LAYERS } from '../defaults'
import { visibleRows } from '../geometry/rows'
import { scaleOf } from '../geometry/scale'
import english from '../locales/en.json'
import { smallPlan } from '../model/samplePlan'
import { type Drawn, drawChart } from './draw'
import { fitted, svgPainter, widthOf } from './painter'
import { sharpnessOf } from './png'

function drawn(): Drawn {
  const plan = smallPlan()
  return {
    plan,
    rows: visibleRows(plan, new Set(), null),
    scale: scaleOf(plan.span, 36, 0),
    columns: DEFAULT_COLUMNS,
    layers: DEFAULT_LAYERS,
    labels: english,
    locale: 'en',
    today: 0,
    statusAt: null,
    otherBaselines: [],
  }
}

function texts(rows: readonly [number, number]) {
  const chart = drawn()
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  drawChart(svgPainter(root), chart, { rows, columns: [0, chart.scale.width] })
  return [...root.querySelectorAll('text')].map(({ textContent }) => textContent)
}

describe('the chart on paper', () => {
  it('repeats heads and dates, and draws the rows of its sheet only', () => {
    const first = texts([0, 2])
    const second = texts([2, 4])

    for (const sheet of [first, second]) {
      expect(sheet).toContain('Duration')
      expect(sheet).toContain('Mar 2026')
    }
    expect(first).toContain('a')
    expect(first).not.toContain('gate')
    expect(second).toContain('gate')
    expect(second).toContain('3 d')
  })
})

describe('text on paper', () => {
  it('is cut to its room, a Han sign taking a square', () => {
    expect(widthOf('基线', 10)).toBe(20)
    expect(fitted('基线完成', 30, 10)).toBe('基线…')
    expect(fitted('Plan', 200, 10)).toBe('Plan')
  })
})

describe('a picture file', () => {
  it('has twice the pixels of the screen, and fewer where it would become too large', () => {
    expect(sharpnessOf(1000, 1000)).toBe(2)
    expect(sharpnessOf(16_000, 100)).toBe(1)
    expect(sharpnessOf(1000, 320_000)).toBe(0.05)
  })
})
