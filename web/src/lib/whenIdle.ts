/** Runs something once the browser has nothing better to do: what is seen first comes first. */
export const whenIdle = (run: () => void) =>
  'requestIdleCallback' in window ? window.requestIdleCallback(run) : setTimeout(run, 2000)
