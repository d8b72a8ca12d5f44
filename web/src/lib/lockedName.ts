/** Stands for what is locked where a text is all there is; every font has it. */
export const LOCKED = '•••'

/**
 * What a task is called where a text is all there is: its name, or the mark of files for one that is
 * locked to the viewer, with what stands in its place.
 */
export function calledBy(name: string | null, mark: number | string): string {
  if (name !== null) return name
  return `${LOCKED} ${typeof mark === 'number' ? `#${mark}` : mark}`.trim()
}
