import createClient, { type Middleware } from 'openapi-fetch'
import { actForOneself, acting, actingHeaders } from '@/lib/acting'
import { newId } from '@/lib/newId'
import { startedAnswer } from '@/lib/started'
import type { components, paths } from './schema'

export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]
type Problem = Schema<'Problem'>

let csrfToken = ''

/** Every session answer brings the token that the next write must carry. */
export function rememberCsrfToken(token: string) {
  csrfToken = token
}

/** Headers of a write that does not go through the typed client, such as an upload. */
export const writeHeaders = (): Record<string, string> => ({
  'X-CSRFToken': csrfToken,
  'Idempotency-Key': newId(),
  ...actingHeaders(),
})

const writes: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(actingHeaders())) request.headers.set(name, value)
    if (request.method === 'GET') return
    request.headers.set('X-CSRFToken', csrfToken)
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', newId())
  },
}

/** `fetch` is looked up at each call, so that a test can stand in for the server. */
export const client = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: async (request) => (await startedAnswer(request)) ?? globalThis.fetch(request),
  querySerializer: { array: { style: 'form', explode: true } },
})
client.use(writes)

/** The server refused, and said why. `code` is stable: translate it, do not show `message`. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly problem: Partial<Problem>

  constructor(status: number, problem: Partial<Problem> | undefined) {
    super(problem?.detail ?? problem?.title ?? '')
    this.status = status
    this.code = problem?.code ?? `http.${status}`
    this.problem = problem ?? {}
  }
}

/** The server did not answer at all: no network, or it is not running. */
export class Unreachable extends Error {}

const DELEGATION_OVER = 'access.delegation_not_in_force'

/** The data of an answer; a refusal is thrown. */
export async function unwrap<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Unreachable(String(cause))
  })
  if (response.ok) return data as T
  if ((error as Partial<Problem>)?.code === DELEGATION_OVER && acting()) actForOneself()
  throw new Refusal(response.status, error as Partial<Problem> | undefined)
}
