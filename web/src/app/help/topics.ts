/** Marks whose meaning a page explains, each drawn by `HelpSign`. */
export type Sign =
  | 'green'
  | 'amber'
  | 'red'
  | 'late'
  | 'early'
  | 'bar'
  | 'critical'
  | 'float'
  | 'baseline'
  | 'milestone'
  | 'summary'
  | 'link'
  | 'today'
  | 'lock'
  | 'weekend'
  | 'holiday'
  | 'makeup'
  | 'exception'

export type Topic =
  | 'projects'
  | 'roadmap'
  | 'overview'
  | 'plan'
  | 'import'
  | 'units'
  | 'people'
  | 'calendars'
  | 'preferences'
  | 'security'
  | 'work'
  | 'board'
  | 'task'
  | 'notifications'
  | 'notificationSettings'
  | 'access'
  | 'authorities'
  | 'audit'
  | 'privacy'
  | 'fields'
  | 'general'

/** Which marks each page explains; its purpose and its three ways are in the texts. */
export const SIGNS: Record<Topic, readonly Sign[]> = {
  projects: ['green', 'amber', 'red', 'late', 'early', 'lock'],
  roadmap: ['bar', 'baseline', 'milestone', 'link', 'today', 'red'],
  overview: ['green', 'amber', 'red', 'late', 'milestone'],
  plan: ['bar', 'critical', 'float', 'baseline', 'milestone', 'summary', 'link', 'today'],
  import: [],
  units: [],
  people: ['lock'],
  calendars: ['weekend', 'holiday', 'makeup', 'exception'],
  preferences: [],
  security: [],
  work: ['critical', 'float'],
  board: ['critical', 'milestone'],
  task: ['critical', 'float', 'baseline', 'link'],
  notifications: [],
  notificationSettings: [],
  access: [],
  authorities: [],
  audit: [],
  privacy: [],
  fields: ['lock'],
  general: ['green', 'amber', 'red', 'lock'],
}

export const WAYS = ['first', 'second', 'third'] as const

const PATHS: [RegExp, Topic][] = [
  [/^\/projects\/?$/, 'projects'],
  [/^\/projects\/[^/]+\/plan/, 'plan'],
  [/^\/projects\/[^/]+\/overview/, 'overview'],
  [/^\/imports\//, 'import'],
  [/^\/governance\/units/, 'units'],
  [/^\/governance\/people/, 'people'],
  [/^\/governance\/calendars/, 'calendars'],
  [/^\/governance\/access/, 'access'],
  [/^\/governance\/authorities/, 'authorities'],
  [/^\/governance\/audit/, 'audit'],
  [/^\/governance\/privacy/, 'privacy'],
  [/^\/governance\/fields/, 'fields'],
  [/^\/projects\/[^/]+\/board/, 'board'],
  [/^\/tasks\//, 'task'],
  [/^\/work$/, 'work'],
  [/^\/notifications\/preferences/, 'notificationSettings'],
  [/^\/notifications/, 'notifications'],
  [/^\/preferences/, 'preferences'],
  [/^\/security/, 'security'],
]

/** What the page at an address is about. */
export function topicOf(pathname: string, layout: unknown): Topic {
  const topic = PATHS.find(([path]) => path.test(pathname))?.[1] ?? 'general'
  return topic === 'projects' && layout === 'roadmap' ? 'roadmap' : topic
}
