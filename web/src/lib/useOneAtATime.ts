import { useRef } from 'react'

/** Runs something once at a time: what is pressed again meanwhile is not done twice. */
export function useOneAtATime<Given extends unknown[]>(
  run: (...given: Given) => Promise<unknown>,
): (...given: Given) => Promise<void> {
  const isRunning = useRef(false)
  return async (...given) => {
    if (isRunning.current) return
    isRunning.current = true
    try {
      await run(...given)
    } finally {
      isRunning.current = false
    }
  }
}
