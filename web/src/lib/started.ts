import { ACTING_HEADER } from './acting'

declare global {
  interface Window {
    /** What the head of the page set out before the first module ran: see `tools/starter.mjs`. */
    zhongshuStart?: { answers: Map<string, Promise<Response>>; texts: string[] }
  }
}

/** After this many milliseconds on the page an answer that nobody took is too old. */
const FRESH_FOR = 10_000

/** The texts that the page opened first will need. */
export const startedTexts = (): string[] => window.zhongshuStart?.texts ?? []

/** The answer that the head of the page asked for already, if it is one that can be shown. */
export async function startedAnswer(request: Request): Promise<Response | undefined> {
  const answers = window.zhongshuStart?.answers
  const address = request.url.slice(window.location.origin.length)
  const started = request.method === 'GET' ? answers?.get(address) : undefined
  if (!started) return undefined
  answers?.delete(address)
  // One's own answers are not those of whom one acts for.
  if (performance.now() > FRESH_FOR || request.headers.has(ACTING_HEADER)) return undefined
  const answer = await started.catch(() => undefined)
  return answer?.ok ? answer : undefined
}
