/** How deep headings stand in their page. */
export type Level = 2 | 4

export const headingOf = (level: Level) => `h${level}` as const
