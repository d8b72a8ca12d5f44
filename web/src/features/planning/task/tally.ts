import type { ChecklistItem } from '@/ui/gantt/model/plan'

/** How much of a checklist is done, such as `3/5`; empty where there is none. */
export function tally(checklist: readonly ChecklistItem[]): string {
  if (checklist.length === 0) return ''
  return `${checklist.filter((item) => item.is_done).length}/${checklist.length}`
}
