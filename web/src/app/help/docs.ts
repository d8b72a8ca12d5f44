import type { Topic } from './topics'

const files = import.meta.glob<string>('../../../../docs/{explanation,how-to,reference}/*.md', {
  query: '?raw',
  import: 'default',
})
const byName = new Map(
  Object.entries(files).map(([path, load]) => [path.replace(/^.*\/|\.md$/g, ''), load]),
)

/** What can be read about a page at length, by the names of the documents. */
export const DOCS: Readonly<Partial<Record<Topic, readonly DocName[]>>> = {
  plan: ['planning', 'together', 'plan-files'],
  board: ['planning', 'together'],
  task: ['planning', 'together'],
  work: ['planning', 'together'],
  projects: ['planning'],
  roadmap: ['planning'],
  overview: ['planning'],
  import: ['plan-files', 'schedule-accuracy'],
  units: ['organise-access'],
  people: ['organise-access'],
  security: ['sign-in'],
  access: ['organise-access', 'sign-in', 'secrecy'],
  audit: ['audit'],
  fields: ['decide-over-fields', 'access', 'secrecy'],
  general: ['planning', 'together', 'organise-access', 'audit', 'demo-company'],
}

export const DOC_NAMES = [
  'planning',
  'together',
  'plan-files',
  'schedule-accuracy',
  'organise-access',
  'decide-over-fields',
  'access',
  'sign-in',
  'secrecy',
  'audit',
  'demo-company',
] as const
export type DocName = (typeof DOC_NAMES)[number]

export const isDoc = (name: string): name is DocName => DOC_NAMES.some((one) => one === name)

const LINK = /\[([^\]]*)\]\((?!https?:|mailto:)(?:[^)\s]*\/)?([\w-]+)\.md(?:#[^)\s]*)?\)/g

/** A document with its links to others that can be read here; the rest of its links are words. */
export const withOwnLinks = (text: string): string =>
  text.replace(LINK, (_, words: string, name: string) =>
    isDoc(name) ? `[${words}](/help/${name})` : words,
  )

/** Ends of lines that only keep the source narrow: what follows is no list, table, head or quotation. */
const WRAPPED = /(?<=[^\n|])\n {0,4}(?![\s\-*>#|`]|\d+[.)])/g

/** A document without the ends of lines inside its paragraphs; code stays as it is. */
export const unwrapped = (text: string): string =>
  text
    .split(/^(```[\s\S]*?^```)/m)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(WRAPPED, ' ')))
    .join('')

/** The text of a document; null where there is none of this name. */
export async function docText(name: string): Promise<string | null> {
  const load = isDoc(name) ? byName.get(name) : undefined
  return load ? unwrapped(withOwnLinks(await load())) : null
}
