/** A page waits for its data first, which looks idle as well. */
const FIRST_MILLISECONDS = 2000

/** Runs something once the page is drawn and nothing better is to do; gives back how to call it off. */
export function whenIdle(run: () => void): () => void {
  const timer = setTimeout(
    () => ('requestIdleCallback' in window ? window.requestIdleCallback(run) : run()),
    FIRST_MILLISECONDS,
  )
  return () => clearTimeout(timer)
}
