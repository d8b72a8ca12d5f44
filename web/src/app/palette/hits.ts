import type { Schema } from '@/api/client'
import { calledBy } from '@/lib/lockedName'
import { type Match, matchOf, type Stretch } from '@/lib/matching'

/** One line of the palette. */
export type Hit = {
  key: string
  title: string
  marks: readonly Stretch[]
  hint?: string
  keys?: string
  run: () => unknown
}
export type Section = { name: SectionName; hits: Hit[] }
export type SectionName = 'recent' | 'here' | 'pages' | 'best' | 'projects' | 'tasks' | 'people'

/** Something that is matched in the browser: under its name, and its name in the other language. */
export type Candidate = Omit<Hit, 'marks'> & { alias?: string; bonus?: number }

const MOST_LOCAL = 8

function matchOfCandidate({ title, alias, hint }: Candidate, typed: string): Match | null {
  const own = matchOf(title, typed) ?? (hint ? matchOf(`${title} ${hint}`, typed) : null)
  const other = alias ? matchOf(alias, typed) : null
  const within = own && { ...own, marks: own.marks.filter(([, end]) => end <= title.length) }
  if (within && (!other || within.score >= other.score)) return within
  return other && { ...other, marks: [] }
}

/** The candidates that answer to what was typed, the best first. */
export function bestOf(candidates: Candidate[], typed: string): Hit[] {
  return candidates
    .flatMap((candidate) => {
      const match = matchOfCandidate(candidate, typed)
      return match ? [{ ...candidate, ...match, score: match.score + (candidate.bonus ?? 0) }] : []
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_LOCAL)
}

export const plain = (candidate: Candidate): Hit => ({ ...candidate, marks: [] })

type Found = Schema<'Found'>
type Go = {
  project: (id: string) => unknown
  task: (projectId: string, id: string) => unknown
  person: (name: string) => unknown
}

/** What the server found, without what stands above it already. */
export function foundSections(found: Found | undefined, go: Go, known: Set<string>): Section[] {
  if (!found) return []
  const projects = found.projects
    .filter(({ id }) => !known.has(id))
    .map(({ id, name, key, marks }) => ({
      key: `project ${id}`,
      title: name,
      marks,
      hint: key,
      run: () => go.project(id),
    }))
  const tasks = found.tasks.map(({ id, name, key, marks, project }) => ({
    key: `task ${id}`,
    title: calledBy(name, key),
    marks,
    hint: `${project.name} · ${key}`,
    run: () => go.task(project.id, id),
  }))
  const people = found.people.map(({ id, name, marks, unit, position }) => ({
    key: `person ${id}`,
    title: name,
    marks,
    hint: [position, unit.name].filter(Boolean).join(' · '),
    run: () => go.person(name),
  }))
  const sections: Section[] = [
    { name: 'projects', hits: projects },
    { name: 'tasks', hits: tasks },
    { name: 'people', hits: people },
  ]
  return sections.filter(({ hits }) => hits.length > 0)
}
