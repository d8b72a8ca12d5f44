/** What people call a task by: the key of its project and its number. */
export const keyOf = (projectKey: string, number: number): string => `${projectKey}-${number}`
