import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { projectListQuery } from '@/features/projects/queries'
import { type Frame, frameOf } from './place'
import type { Stop } from './tours'

const PATIENCE_MILLISECONDS = 4000
const LOOK_MILLISECONDS = 60

/** What is in sight of a target; of several the first that is shown. */
function shown(target: string): HTMLElement | undefined {
  const found = document.querySelectorAll<HTMLElement>(`[data-tour~="${target}"]`)
  return [...found].find((element) => element.getClientRects().length > 0)
}

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

async function appeared(target: string, isWanted: () => boolean) {
  const until = performance.now() + PATIENCE_MILLISECONDS
  while (isWanted() && performance.now() < until) {
    const element = shown(target)
    if (element && !document.querySelector('.shell-main .ant-skeleton')) return element
    await wait(LOOK_MILLISECONDS)
  }
  return shown(target)
}

/** Opens the page of a stop; false if there is none, as without any project. */
function useOpenPage() {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return useCallback(
    async (page: Stop['page']): Promise<boolean> => {
      if (!page.startsWith('project/')) {
        await navigate({ to: page as '/projects' })
        return true
      }
      const { pages } = await queryClient.fetchInfiniteQuery(projectListQuery({ sort: '-n_tasks' }))
      const projectId = pages[0]?.items[0]?.id
      if (!projectId) return false
      const tab = page.slice('project/'.length) as 'overview' | 'plan' | 'board'
      await navigate({ to: `/projects/$projectId/${tab}`, params: { projectId } })
      return true
    },
    [navigate, queryClient],
  )
}

/** The stop somebody is at, and where on the screen it is; stops without a target are passed by. */
export function useStop(stops: readonly Stop[], onEnd: () => void) {
  const [known, setKnown] = useState(stops)
  const [at, setAt] = useState(0)
  const [frame, setFrame] = useState<Frame>()
  const openPage = useOpenPage()
  const page = useRef<string>(undefined)
  const end = useRef(onEnd)
  end.current = onEnd
  const stop = known[at] as Stop

  useEffect(() => {
    let isWanted = true
    const come = async () => {
      const isThere = page.current === stop.page || (await openPage(stop.page))
      page.current = stop.page
      const element = isThere ? await appeared(stop.target, () => isWanted) : undefined
      if (!isWanted) return
      if (element) {
        element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
        setFrame(frameOf(element.getBoundingClientRect()))
        return
      }
      const rest = known.filter((one) => one !== stop)
      if (rest.length === 0) return end.current()
      setAt((now) => Math.min(now, rest.length - 1))
      setKnown(rest)
    }
    const place = () => {
      const element = shown(stop.target)
      if (element) setFrame(frameOf(element.getBoundingClientRect()))
    }
    void come()
    window.addEventListener('resize', place)
    return () => {
      isWanted = false
      window.removeEventListener('resize', place)
    }
  }, [stop, known, openPage])

  const go = (by: 1 | -1) => {
    const next = at + by
    if (next < 0 || next >= known.length) return
    if (known[next]?.page !== stop.page) setFrame(undefined)
    setAt(next)
  }
  return { at, stop, frame, count: known.length, go }
}
