import { fileURLToPath } from 'node:url'
import { OPENINGS } from './openings.mjs'

/** Texts that every page needs, and those of the rooms: of a language they are one file each. */
const TEXTS = [
  ['frame', ['app', 'ui', 'errors', 'outbox', 'history']],
  [
    'rooms',
    ['projects', 'planning', 'gantt', 'board', 'views', 'presence', 'notifications', 'work'],
  ],
]
const LOCALE = /\/src\/.*?(\w+)\/locales\/([\w-]+)\.json$/
const ANTD_LOCALE = /node_modules\/.*\/locale\/zh_CN\.js$/

/** The file of a module of texts; the texts of other pages have one each. */
function textsOf(module) {
  if (ANTD_LOCALE.test(module)) return 'frame-zh-CN'
  const [, namespace, language] = module.match(LOCALE) ?? []
  const found = TEXTS.find(([, namespaces]) => namespaces.includes(namespace))
  return found ? `${found[0]}-${language}` : null
}

/** Which openings need each module, by their names. */
function findOpenings(context) {
  const found = new Map()
  const visit = (id, name) => {
    const names = found.get(id) ?? new Set()
    if (names.has(name)) return
    found.set(id, names.add(name))
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) visit(imported, name)
  }
  for (const { name, modules } of OPENINGS)
    for (const module of modules)
      visit(fileURLToPath(new URL(`../${module}`, import.meta.url)), name)
  return found
}

/** The files of what several openings need. */
export const SHARED = ['controls', 'rooms', 'picks', 'files', 'lists', 'space', 'tasks']

/**
 * The file that holds what several openings need. A file only imports from those above it, since
 * what a module imports is needed wherever that module is.
 */
function fileFor(names) {
  const has = (...some) => some.some((name) => names.has(name))
  if (has('signIn')) return 'controls'
  if (has('work')) return 'rooms'
  if (has('projects') && has('plan', 'board')) return has('overview') ? 'picks' : 'lists'
  if (has('projects')) return 'files'
  return has('overview') ? 'space' : 'tasks'
}

let openingsOf
function sharedIn(module, context) {
  openingsOf ??= findOpenings(context)
  const names = openingsOf.get(module)
  return names?.size > 1 ? fileFor(names) : null
}

/** What goes into one file: split by what pages share it, each page were some forty. */
export const CHUNKS = [
  { name: 'first', tags: ['$initial'], priority: 3 },
  { name: textsOf, debugName: 'texts', priority: 2 },
  {
    name: sharedIn,
    debugName: 'shared',
    includeDependenciesRecursively: false,
    priority: 1,
  },
]
