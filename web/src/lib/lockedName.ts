/**
 * What a task is called where a text is all there is: its name, or the mark of files for one that is
 * locked to the viewer, with what stands in its place.
 */
export function calledBy(name: string | null, mark: number | string): string {
  if (name !== null) return name
  return `🔒 ${typeof mark === 'number' ? `#${mark}` : mark}`.trim()
}
