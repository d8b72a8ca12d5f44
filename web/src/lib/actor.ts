/** What the server calls the platform itself, where no person did it. */
const PLATFORM = 'system'

/** Who did something, in the words of the page where it was nobody. */
export const actorOf = (name: string | null | undefined, platform: string): string =>
  !name || name === PLATFORM ? platform : name
