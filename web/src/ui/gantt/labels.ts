import type english from './locales/en.json'

/** Every word the component shows or speaks; a namespace of the locale files has this shape. */
export type GanttLabels = typeof english

/** Puts values in the places of a sentence: `fill('{n} d', { n: 3 })` is `3 d`. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  )
}
