import table from './table.json'

let readings: Map<string, string[]> | undefined

function known(): Map<string, string[]> {
  if (readings) return readings
  readings = new Map()
  for (const [sound, characters] of Object.entries(table))
    for (const character of characters) {
      readings.set(character, [...(readings.get(character) ?? []), sound])
    }
  return readings
}

/** How a Chinese character may be typed, without tones; nothing for a rare one. */
export const soundsOf = (character: string): string[] => known().get(character) ?? []
