import { rooms } from '../rooms'

type PageEntry = { href: string; title: string }

/** The pages that can be found by name; those of one project are found through the project. */
export const pages: PageEntry[] = [
  ...rooms.map(({ key, to }) => ({ href: to, title: `app:room.${key}` })),
  { href: '/projects?layout=roadmap', title: 'app:pageName.roadmap' },
  { href: '/governance/units', title: 'app:pageName.units' },
  { href: '/governance/people', title: 'app:pageName.people' },
  { href: '/governance/calendars', title: 'app:pageName.calendars' },
  { href: '/governance/access', title: 'app:pageName.access' },
  { href: '/governance/authorities', title: 'app:pageName.authorities' },
  { href: '/governance/fields', title: 'app:pageName.fields' },
  { href: '/governance/audit', title: 'app:pageName.audit' },
  { href: '/governance/privacy', title: 'app:pageName.privacy' },
  { href: '/notifications', title: 'app:pageName.notifications' },
  { href: '/notifications/preferences', title: 'app:pageName.notificationSettings' },
  { href: '/preferences', title: 'app:pageName.preferences' },
  { href: '/security', title: 'app:pageName.security' },
]

/** The keys that lead to a room, as people read them. */
export function jumpKeys(href: string): string | undefined {
  const room = rooms.find(({ to }) => to === href)
  return room && `G ${room.jump.toUpperCase()}`
}
