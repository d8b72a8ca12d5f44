/** The levels of calendars, the highest first. */
export const KINDS = ['national', 'company', 'site', 'project', 'person', 'task'] as const
