import { createContext } from 'react'

/** Where a task is shown: how to go from it to another, and to why it lies where it lies. */
export type TaskPlace = { openTask: (taskId: string) => void; askWhy: () => void }

export const TaskPlaceContext = createContext<TaskPlace>({
  openTask: () => undefined,
  askWhy: () => undefined,
})
