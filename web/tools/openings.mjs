// What an address needs when it is the first that is opened. `{0}` in an address of data stands for
// the first group of the pattern.
const SPACE = 'src/app/pages/ProjectSpace.tsx'
const spaceData = ['/api/v1/projects/{0}', '/api/v1/projects/{0}/plan']
const viewsOf = (page) => `/api/v1/views?limit=200&sort=name&filter=page%3Aeq%3A${page}`
const PROJECTS = {
  name: 'projects',
  modules: ['src/app/pages/ProjectsPage.tsx'],
  texts: ['projects', 'integrations', 'views', 'notifications'],
}

export const OPENINGS = [
  {
    name: 'signIn',
    address: '^/sign-in',
    modules: ['src/features/access/pages/SignInPage.tsx'],
    texts: ['access', 'security'],
  },
  {
    name: 'work',
    address: '^/work$',
    modules: ['src/app/pages/MyWorkPage.tsx'],
    texts: ['work', 'notifications'],
    data: ['/api/v1/me/work', '/api/v1/me/changes'],
  },
  {
    ...PROJECTS,
    address: '^/projects$',
    data: [viewsOf('projects'), '/api/v1/projects?sort=-finish&limit=200'],
  },
  { ...PROJECTS, address: '^/projects\\?', data: [viewsOf('projects')] },
  {
    name: 'overview',
    address: '^/projects/([^/]+)/overview',
    modules: [SPACE, 'src/app/pages/OverviewRoom.tsx'],
    texts: ['projects', 'planning', 'notifications'],
    data: ['/api/v1/projects/{0}', '/api/v1/projects/{0}/overview'],
  },
  {
    name: 'plan',
    address: '^/projects/([^/]+)/plan(?!.*[?&]baseline=)',
    modules: [SPACE, 'src/app/pages/PlanRoom.tsx'],
    texts: ['projects', 'planning', 'gantt', 'views', 'presence', 'notifications'],
    data: [...spaceData, viewsOf('plan')],
  },
  {
    name: 'board',
    address: '^/projects/([^/]+)/board',
    modules: [SPACE, 'src/features/planning/pages/BoardPage.tsx'],
    texts: ['projects', 'planning', 'board', 'views', 'notifications'],
    data: [...spaceData, viewsOf('board')],
  },
]
