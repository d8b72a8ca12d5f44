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

/** Asks the viewer to prove who they are; resolves to whether they did. */
type AskForProof = () => Promise<boolean>
let askForProof: AskForProof | undefined

/** Lets a part of the page answer when the server wants a proof before a dangerous act. */
export function onProofNeeded(ask: AskForProof): () => void {
  askForProof = ask
  return () => {
    askForProof = undefined
  }
}

const codeOf = async (response: Response): Promise<unknown> => {
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  return (problem as Partial<Problem> | undefined)?.code
}

/** A role came to demand more of the viewer, or a password has to be changed: that comes first. */
function goAndFinishSigningIn() {
  const { pathname, search } = window.location
  if (pathname !== '/sign-in')
    window.location.assign(`/sign-in?to=${encodeURIComponent(pathname + search)}`)
}

/** Sends a request; where the server first wants a proof, asks for it and sends it again. */
export async function sendProved(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await globalThis.fetch(request)
  if (response.status !== 403) return response
  const code = await codeOf(response)
  if (code === 'access.step_first') goAndFinishSigningIn()
  if (code !== 'access.proof_needed' || !(await askForProof?.())) return response
  again.headers.set('X-CSRFToken', csrfToken)
  return globalThis.fetch(again)
}

const IDLE_AFTER = 60_000
let lastTouched = Date.now()
for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
  window.addEventListener(
    kind,
    () => {
      lastTouched = Date.now()
    },
    { passive: true, capture: true },
  )

/** What a page asks by itself does not keep the session of somebody who has left. */
const idleness: Middleware = {
  onRequest({ request }) {
    if (Date.now() - lastTouched > IDLE_AFTER) request.headers.set('X-Zhongshu-Idle', '1')
  },
}

const writes: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(actingHeaders())) request.headers.set(name, value)
    if (request.method === 'GET') return
    request.headers.set('X-CSRFToken', csrfToken)
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', newId())
  },
}

let isLeaving = false

/** From now on reads stay without an answer: the page is left, and the session may be over. */
export function askNothingMore() {
  isLeaving = true
}

const send = async (request: Request): Promise<Response> =>
  isLeaving && request.method === 'GET'
    ? new Promise(() => undefined)
    : ((await startedAnswer(request)) ?? sendProved(request))

/** `fetch` is looked up at each call, so that a test can stand in for the server. */
export const client = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: send,
  querySerializer: { array: { style: 'form', explode: true } },
})
client.use(writes, idleness)

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
