import { createContext, type ReactNode } from 'react'

/** Which task something belongs to. */
export type TaskOfProject = { id: string; projectId: string }

/** What other features show of a task below its plan, such as its files and comments. */
export const TaskExtras = createContext<(task: TaskOfProject) => ReactNode>(() => null)
