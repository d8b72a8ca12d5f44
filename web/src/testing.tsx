import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import { App } from 'antd'
import i18next from 'i18next'
import { HttpResponse, http, type RequestHandler } from 'msw'
import { setupServer } from 'msw/node'
import { Suspense } from 'react'
import { initReactI18next } from 'react-i18next'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { createAppRouter } from '@/app/router'

const files = import.meta.glob<object>('./**/locales/*.json', { eager: true, import: 'default' })

const resources: Record<string, Record<string, object>> = { 'zh-CN': {}, en: {} }
for (const [path, texts] of Object.entries(files)) {
  const [language = '', , namespace = ''] = path.replace('.json', '').split('/').reverse()
  Object.assign(resources[language] ?? {}, { [namespace]: texts })
}
void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: false,
  resources,
  interpolation: { escapeValue: false },
})

export const viewer = {
  id: 'u1',
  username: 'li',
  name: 'Li Jing',
  email: 'li@example.com',
  language: 'en',
  theme: 'light',
}
export const session = (change: object = {}) => ({
  user: viewer,
  csrf_token: 'token',
  demo: null,
  permissions: ['projects.create', 'organisation.manage'],
  server_date: '2026-04-20',
  step: null,
  factors: [],
  providers: [],
  owes_notice: false,
  password_rules: { shortest: 12, n_kinds: 0, n_remembered: 0 },
  ...change,
})

export const api = (path: string) => `*/api/v1${path}`
export const list = (items: object[]) => ({ items, next_cursor: null, total: items.length })

export const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

/** Opens an address of the whole application, signed in unless a handler says otherwise. */
export function openPage(address: string, handlers: RequestHandler[] = []) {
  server.use(
    ...handlers,
    http.get(api('/units'), () => HttpResponse.json(list([]))),
    http.get(api('/notifications/unread'), () => HttpResponse.json({ n_unread: 0 })),
    http.get(api('/people/places'), () => HttpResponse.json(list([]))),
    http.get(api('/notifications'), () => HttpResponse.json(list([]))),
    http.get(api('/fields'), () => HttpResponse.json({ names: {}, schemes: {}, resources: [] })),
    http.get(api('/notices/own'), () => HttpResponse.json({ notices: [] })),
    http.get(api('/views'), () => HttpResponse.json(list([]))),
    http.put(api('/presence/:tab'), () => HttpResponse.json({ items: [] })),
    http.delete(api('/presence/:tab'), () => new HttpResponse(null, { status: 204 })),
  )
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const history = createMemoryHistory({ initialEntries: [address] })
  const router = createAppRouter(queryClient, history)
  const view = render(
    <QueryClientProvider client={queryClient}>
      <App>
        <Suspense fallback={null}>
          <RouterProvider router={router} />
        </Suspense>
      </App>
    </QueryClientProvider>,
  )
  return { ...view, router, queryClient }
}
