/** Where the service worker lies: at the root, since it stands for all pages. */
const ADDRESS = '/sw.js'
const LOOKED_EVERY_MS = 3_600_000

type AddressPolicy = { createScriptURL: (address: string) => string }
type PolicyFactory = {
  createPolicy: (name: string, policy: AddressPolicy) => { createScriptURL: (a: string) => string }
}

/** Where Trusted Types are enforced, this one script may be named, and no other. */
function trusted(address: typeof ADDRESS): string {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory }
  const policy = trustedTypes?.createPolicy('service-worker', {
    createScriptURL: (asked) => {
      if (asked !== ADDRESS) throw new TypeError('no other script may be a service worker')
      return asked
    },
  })
  return policy?.createScriptURL(address) ?? address
}

/** Keeps the pages for times without a network; calls back when a newer build has been kept. */
export async function keepPages(onNewer: (takeOver: () => void) => void) {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer }
  if (!serviceWorker) return
  const registration = await serviceWorker.register(trusted(ADDRESS), { updateViaCache: 'none' })
  const tell = () => {
    const { waiting } = registration
    // Without a page that it rules there is nothing old on the screen.
    if (waiting && serviceWorker.controller) onNewer(() => waiting.postMessage('take over'))
  }
  tell()
  registration.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', tell),
  )
  const look = () => void registration.update().catch(() => undefined)
  setInterval(look, LOOKED_EVERY_MS)
}

/** Calls back once another build rules this page. */
export function onTakenOver(then: () => void) {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer }
  serviceWorker?.addEventListener('controllerchange', then, { once: true })
}
