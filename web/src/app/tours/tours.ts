export type Role = 'administrator' | 'pmo' | 'project_manager' | 'member' | 'executive'

/** One stop: the page it is on, and what it points at there by `data-tour`. */
export type Stop = {
  /** Key of its texts. */
  name: string
  /** `project`: a project of the viewer, and the page of it. */
  page:
    | '/work'
    | '/projects'
    | '/governance/units'
    | '/governance/people'
    | 'project/overview'
    | 'project/plan'
    | 'project/board'
  target: string
}

const stop = (name: string, page: Stop['page'], target = name): Stop => ({ name, page, target })

const SEARCH = stop('search', '/projects')
const HELP = stop('help', '/projects')
const STATE = stop('state', '/projects')
const FILTERS = stop('filters', '/projects')
const LAYOUT = stop('layout', '/projects')
const WORK = stop('work', '/work')
const BOARD = stop('board', 'project/board')
const VERDICT = stop('verdict', 'project/overview')
const CHART = stop('chart', 'project/plan')
const TOOLS = stop('tools', 'project/plan')

/** What each role is shown first. A stop whose target is not on its page is left out. */
export const TOURS: Record<Role, readonly Stop[]> = {
  administrator: [
    stop('units', '/governance/units', 'tabs'),
    stop('people', '/governance/people', 'actions'),
    STATE,
    SEARCH,
    HELP,
  ],
  pmo: [STATE, FILTERS, LAYOUT, stop('import', '/projects', 'actions'), SEARCH, HELP],
  project_manager: [WORK, VERDICT, CHART, TOOLS, SEARCH, HELP],
  member: [WORK, VERDICT, BOARD, CHART, SEARCH, HELP],
  executive: [STATE, FILTERS, LAYOUT, VERDICT, SEARCH],
}

/** Which tour fits what somebody may do. */
export function roleOf(permissions: readonly string[]): Role {
  if (permissions.includes('access.manage')) return 'administrator'
  if (permissions.includes('access.manage_authorities')) return 'pmo'
  if (permissions.includes('planning.edit_plan')) return 'project_manager'
  if (permissions.includes('planning.report_progress')) return 'member'
  return 'executive'
}
