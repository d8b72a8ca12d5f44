// Keeps the document and the files of one build, so that the pages open without a network.
// Answers of the API are never touched: what people read there is not kept in the browser.
const VERSION = '__VERSION__'
/** Addresses of the files of this build; each is named by its content, but for a few pictures. */
const FILES = new Set(__FILES__)
/** The script that the document of this build begins with. */
const ENTRY = '__ENTRY__'

const PREFIX = 'zhongshu-pages-'
const NAME = PREFIX + VERSION
const DOCUMENT = '/'
const IS_NO_PAGE = /^\/(api|static)\//

self.addEventListener('install', (event) => event.waitUntil(keepBuild()))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('message', ({ data }) => data === 'take over' && self.skipWaiting())
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate' && !IS_NO_PAGE.test(pathname)) event.respondWith(pageFor(event))
  else if (FILES.has(pathname)) event.respondWith(fileFor(request))
})

/** What an earlier build has already is taken from there. */
async function keepBuild() {
  const cache = await caches.open(NAME)
  // Without the cookie, so that not even a header could be of somebody.
  const page = await fetch(DOCUMENT, { credentials: 'omit', cache: 'no-store' })
  const html = await page.clone().text()
  if (!page.ok || !html.includes(ENTRY)) throw new Error('the document is of another build')
  await cache.put(DOCUMENT, page)
  for (const file of FILES) {
    const held = await caches.match(file)
    if (held) await cache.put(file, held)
    else await cache.add(file)
  }
}

async function takeOver() {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== NAME)
  await Promise.all(old.map((name) => caches.delete(name)))
  // The document is asked for while this script is still starting.
  await self.registration.navigationPreload?.enable()
  await self.clients.claim()
}

async function pageFor(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch (error) {
    const kept = await caches.match(DOCUMENT, { cacheName: NAME })
    if (!kept) throw error
    return withNewNonce(kept)
  }
}

async function fileFor(request) {
  return (await caches.match(request.url, { cacheName: NAME })) ?? fetch(request)
}

/** The kept document must not be told by the nonce that it was kept with: each showing has its own. */
async function withNewNonce(kept) {
  const policy = kept.headers.get('Content-Security-Policy') ?? ''
  const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1]
  if (!nonce) return kept
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  const fresh = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
  const headers = new Headers(kept.headers)
  headers.set('Content-Security-Policy', policy.replaceAll(nonce, fresh))
  headers.delete('Content-Encoding')
  headers.delete('Content-Length')
  return new Response((await kept.text()).replaceAll(nonce, fresh), { status: 200, headers })
}
