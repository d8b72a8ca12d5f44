import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(cleanup)

// A page loads its chunks and its data; a loaded machine takes longer than the library's second.
configure({ asyncUtilTimeout: 15_000 })

const noMatch = (query: string) => ({
  matches: /min-width/.test(query),
  media: query,
  onchange: null,
  addListener() {},
  removeListener() {},
  addEventListener() {},
  removeEventListener() {},
  dispatchEvent: () => false,
})
globalThis.matchMedia ??= noMatch as never

class NoResize {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= NoResize as never
Element.prototype.scrollTo ??= () => {}
