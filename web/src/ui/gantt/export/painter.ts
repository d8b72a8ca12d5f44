export interface Ink {
  fill?: string
  stroke?: string
  /** Width of the stroke in pixels; 1 where it is not given. */
  width?: number
  dash?: readonly number[]
}

export interface Lettering {
  fill: string
  size?: number
  isBold?: boolean
  align?: 'start' | 'middle' | 'end'
  /** Most pixels the text may take; what is longer ends in dots. */
  most?: number
}

/** Something a chart can be drawn on: the same picture goes to paper and to a file. */
export interface Painter {
  rect: (x: number, y: number, width: number, height: number, ink: Ink, radius?: number) => void
  path: (d: string, ink: Ink) => void
  /** `y` is the line the letters stand on. */
  text: (x: number, y: number, text: string, lettering: Lettering) => void
  /** Draws what falls into a rectangle, moved so that its inner `dx`, `dy` lies at its corner. */
  within: (
    box: readonly [number, number, number, number],
    dx: number,
    dy: number,
    draw: () => void,
  ) => void
}

const SIZE = 12
const FONT =
  "-apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
// Han, kana, hangul and full-width signs take a square, Latin letters a little over half of one.
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/

/** About how many pixels a text takes: the same on every machine, so that pages break alike. */
export function widthOf(text: string, size = SIZE): number {
  let ems = 0
  for (const letter of text) ems += WIDE.test(letter) ? 1 : 0.56
  return ems * size
}

/** The text, or as much of its beginning as fits, with dots. */
export function fitted(text: string, most: number | undefined, size = SIZE): string {
  if (most === undefined || widthOf(text, size) <= most) return text
  let kept = ''
  for (const letter of text) {
    if (widthOf(`${kept}${letter}…`, size) > most) break
    kept += letter
  }
  return kept ? `${kept}…` : ''
}

const SVG = 'http://www.w3.org/2000/svg'
let nClips = 0

function element(
  name: string,
  attributes: Record<string, string | number | undefined>,
): SVGElement {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(key, String(value))
  }
  return made
}

function inkOf({ fill, stroke, width, dash }: Ink) {
  return {
    fill: fill ?? 'none',
    stroke,
    'stroke-width': stroke ? (width ?? 1) : undefined,
    'stroke-dasharray': dash?.join(' '),
  }
}

/** Draws into an SVG element: sharp on paper at any size. */
export function svgPainter(root: SVGElement): Painter {
  let parent = root
  return {
    rect: (x, y, width, height, ink, radius) =>
      void parent.append(element('rect', { x, y, width, height, rx: radius, ...inkOf(ink) })),
    path: (d, ink) => void parent.append(element('path', { d, ...inkOf(ink) })),
    text: (x, y, text, { fill, size = SIZE, isBold, align = 'start', most }) => {
      const made = element('text', {
        x,
        y,
        fill,
        'font-size': size,
        'font-family': FONT,
        'font-weight': isBold ? 600 : undefined,
        'text-anchor': align,
      })
      made.textContent = fitted(text, most, size)
      parent.append(made)
    },
    within: ([x, y, width, height], dx, dy, draw) => {
      nClips += 1
      const clip = element('clipPath', { id: `zg-clip-${nClips}` })
      clip.append(element('rect', { x, y, width, height }))
      const outer = element('g', { 'clip-path': `url(#zg-clip-${nClips})` })
      const inner = element('g', { transform: `translate(${x - dx} ${y - dy})` })
      outer.append(inner)
      parent.append(clip, outer)
      const before = parent
      parent = inner
      draw()
      parent = before
    },
  }
}

function paint(canvas: CanvasRenderingContext2D, shape: Path2D, ink: Ink) {
  if (ink.fill) {
    canvas.fillStyle = ink.fill
    canvas.fill(shape)
  }
  if (!ink.stroke) return
  canvas.strokeStyle = ink.stroke
  canvas.lineWidth = ink.width ?? 1
  canvas.setLineDash([...(ink.dash ?? [])])
  canvas.stroke(shape)
}

/** Draws on a canvas, for a picture file. */
export function canvasPainter(canvas: CanvasRenderingContext2D): Painter {
  return {
    rect: (x, y, width, height, ink, radius = 0) => {
      const shape = new Path2D()
      shape.roundRect(x, y, Math.max(0, width), Math.max(0, height), radius)
      paint(canvas, shape, ink)
    },
    path: (d, ink) => paint(canvas, new Path2D(d), ink),
    text: (x, y, text, { fill, size = SIZE, isBold, align = 'start', most }) => {
      canvas.font = `${isBold ? 600 : 400} ${size}px ${FONT}`
      canvas.fillStyle = fill
      canvas.textAlign = align === 'middle' ? 'center' : align
      canvas.fillText(fitted(text, most, size), x, y)
    },
    within: ([x, y, width, height], dx, dy, draw) => {
      canvas.save()
      canvas.beginPath()
      canvas.rect(x, y, width, height)
      canvas.clip()
      canvas.translate(x - dx, y - dy)
      draw()
      canvas.restore()
    },
  }
}
