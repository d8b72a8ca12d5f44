import { useEffect } from 'react'
import type { GanttProps } from '../props'
import type { FocusState } from './useFocus'

/** Tells where the viewer is, for those who look at the same plan. */
export function usePlaceReport({ focus, editing }: FocusState, onPlace: GanttProps['onPlace']) {
  const taskId = editing?.taskId ?? focus.taskId
  const column = editing?.column ?? ''
  useEffect(() => onPlace?.(taskId, column), [onPlace, taskId, column])
}
