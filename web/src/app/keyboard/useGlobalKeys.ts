import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { hasDialog, isTyping } from '@/lib/pageKeys'
import { preferences } from '@/lib/preferences'
import { openShell } from '@/lib/shellEvents'
import { type Room, rooms } from '../rooms'

const JUMP_MILLISECONDS = 1500

/** What a key without Ctrl or Alt does; `waits` tells when `g` was pressed last. */
function onSingleKey(event: KeyboardEvent, waits: { since: number }, go: (to: Room['to']) => void) {
  const isJump = event.timeStamp - waits.since < JUMP_MILLISECONDS
  const key = event.key.toLowerCase()
  const room = isJump ? rooms.find(({ jump }) => jump === key) : undefined
  waits.since = !room && key === 'g' && !event.repeat ? event.timeStamp : Number.NEGATIVE_INFINITY
  if (room) go(room.to)
  else if (event.key === '?') openShell('keys')
  else return false
  return true
}

/** Keys that work on every page: the palette, help, the map of keys, and jumps between rooms. */
export function useGlobalKeys() {
  const navigate = useNavigate()
  const waits = useRef({ since: Number.NEGATIVE_INFINITY })

  useEffect(() => {
    const act = (event: KeyboardEvent): boolean => {
      const isModified = event.ctrlKey || event.metaKey || event.altKey
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        if (!hasDialog()) openShell('palette')
        return true
      }
      if (event.key === 'F1' && !isModified && !event.shiftKey) {
        openShell('help')
        return true
      }
      if (isModified || isTyping(event) || hasDialog()) return false
      if (!preferences().has_single_keys) return false
      return onSingleKey(event, waits.current, (to) => void navigate({ to }))
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && act(event)) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [navigate])
}
