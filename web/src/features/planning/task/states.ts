import type { TaskState } from '@/ui/gantt/model/plan'

export const STATES: readonly TaskState[] = ['todo', 'in_progress', 'in_review', 'blocked', 'done']
