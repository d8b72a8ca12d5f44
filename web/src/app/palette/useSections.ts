import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { bestOf, foundSections, plain, type Section } from './hits'
import { findQuery } from './queries'
import { useCandidates } from './useCandidates'

const QUIET_MILLISECONDS = 80
const MOST_RECENT = 6

/** A value once it has stood still for a moment. */
function useSettled(value: string): string {
  const [settled, settle] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => settle(value), QUIET_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [value])
  return value === '' ? '' : settled
}

/** What the palette shows for what was typed: at once what the browser knows, then the server. */
export function useSections(text: string): { sections: Section[]; isAsking: boolean } {
  const typed = text.trim()
  const navigate = useNavigate()
  const { here, commands, places, recent, near } = useCandidates()
  const asked = useSettled(typed)
  const { data: found, isFetching } = useQuery(findQuery(asked, near))

  if (typed === '') {
    const sections: Section[] = [
      { name: 'recent', hits: recent.slice(0, MOST_RECENT).map(plain) },
      { name: 'here', hits: here.map(plain) },
      { name: 'pages', hits: [...places, ...commands].map(plain) },
    ]
    return { sections: sections.filter(({ hits }) => hits.length > 0), isAsking: false }
  }
  const best = bestOf([...recent, ...here, ...places, ...commands], typed)
  const shown = new Set(best.map(({ key }) => key.split('/').at(-2) ?? ''))
  const go = {
    project: (projectId: string) =>
      navigate({ to: '/projects/$projectId/overview', params: { projectId } }),
    task: (projectId: string, task: string) =>
      navigate({
        to: '/projects/$projectId/plan',
        params: { projectId },
        search: { task, panel: 'task' },
      }),
    person: (q: string) => navigate({ to: '/governance/people', search: { q } }),
  }
  const local: Section[] = best.length > 0 ? [{ name: 'best', hits: best }] : []
  return {
    sections: [...local, ...foundSections(found, go, shown)],
    isAsking: asked !== typed || isFetching,
  }
}
