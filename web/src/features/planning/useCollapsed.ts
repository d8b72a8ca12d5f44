import { useCallback, useState } from 'react'

const keyOf = (projectId: string) => `zhongshu.collapsed.${projectId}`

function stored(projectId: string): ReadonlySet<string> {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(keyOf(projectId)) ?? '[]'))
  } catch {
    return new Set()
  }
}

/** Which summaries are closed: kept for as long as the browser's tab is open. */
export function useCollapsed(projectId: string) {
  const [collapsed, setCollapsed] = useState(() => stored(projectId))
  const keep = useCallback(
    (next: ReadonlySet<string>) => {
      setCollapsed(next)
      sessionStorage.setItem(keyOf(projectId), JSON.stringify([...next]))
    },
    [projectId],
  )
  return [collapsed, keep] as const
}
