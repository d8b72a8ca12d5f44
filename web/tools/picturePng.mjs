// Makes a picture small: a palette of at most 96 colours, as PNG.
import { crc32, deflateSync } from 'node:zlib'

const COLOURS = 96
/** So many of the commonest colours are kept as they are: the surfaces. */
const SURFACES = 48
const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
const CHANNELS = [16, 8, 0]

const part = (colour, shift) => (colour >> shift) & 255

/** How often each colour stands in RGBA bytes. */
function countsOf(pixels) {
  const counts = new Map()
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  return counts
}

function boxOf(colours) {
  const spans = CHANNELS.map((shift) => {
    const values = colours.map(([colour]) => part(colour, shift))
    return Math.max(...values) - Math.min(...values)
  })
  const span = Math.max(...spans)
  const weight = colours.reduce((sum, [, count]) => sum + Math.sqrt(count), 0)
  return { colours, shift: CHANNELS[spans.indexOf(span)], rank: span * weight ** 0.25 }
}

/** Halves a box along its longest side, so that both parts weigh alike. */
function halves({ colours, shift }) {
  const sorted = colours.toSorted(([a], [b]) => part(a, shift) - part(b, shift))
  const half = sorted.reduce((sum, [, count]) => sum + Math.sqrt(count), 0) / 2
  let sum = 0
  const found = sorted.findIndex(([, count]) => {
    sum += Math.sqrt(count)
    return sum >= half
  })
  const cut = Math.min(Math.max(found, 1), sorted.length - 1)
  return [boxOf(sorted.slice(0, cut)), boxOf(sorted.slice(cut))]
}

/** The colour that stands for a box: the one that fills most of it, else surfaces would be tinted. */
const leaderOf = ({ colours }) => colours.reduce((most, one) => (one[1] > most[1] ? one : most))[0]

/** Colours of the palette, and the place there of each colour of the picture. */
function paletteOf(counts) {
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a)
  const boxes = sorted.slice(0, SURFACES).map((colour) => boxOf([colour]))
  if (sorted.length > SURFACES) boxes.push(boxOf(sorted.slice(SURFACES)))
  while (boxes.length < COLOURS) {
    const widest = boxes.reduce((most, box) => (box.rank > most.rank ? box : most))
    if (widest.rank === 0) break
    boxes.splice(boxes.indexOf(widest), 1, ...halves(widest))
  }
  const places = new Map()
  boxes.forEach(({ colours }, place) => {
    for (const [colour] of colours) places.set(colour, place)
  })
  return { palette: boxes.map(leaderOf), places }
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A PNG with a palette from RGBA bytes without transparency. */
export function smallPng({ width, height, pixels }) {
  const { palette, places } = paletteOf(countsOf(pixels))
  const lines = Buffer.alloc((width + 1) * height)
  for (let at = 0, pixel = 0; pixel < width * height; pixel += 1, at += 4) {
    const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]
    lines[pixel + Math.floor(pixel / width) + 1] = places.get(colour)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const colours = Buffer.from(
    palette.flatMap((colour) => CHANNELS.map((shift) => part(colour, shift))),
  )
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The RGBA bytes of a PNG, as the browser of a page reads them. */
export async function pixelsOf(page, png) {
  const { width, height, data } = await page.evaluate(async (content) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    context.drawImage(bitmap, 0, 0)
    const { data: rgba } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    let text = ''
    for (let at = 0; at < rgba.length; at += 32_768)
      text += String.fromCharCode(...rgba.subarray(at, at + 32_768))
    return { width: bitmap.width, height: bitmap.height, data: btoa(text) }
  }, png.toString('base64'))
  return { width, height, pixels: Buffer.from(data, 'base64') }
}
