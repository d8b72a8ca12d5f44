import './trustedText'
import '@/ui/base.css'
import '@/ui/governing.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Refusal } from '@/api/client'
import { sessionQuery } from '@/lib/session'
import { Appearance } from './Appearance'
import { startTranslation } from './i18n'
import { createAppRouter } from './router'

const isWorthRetrying = (failures: number, error: unknown) =>
  failures < 2 && !(error instanceof Refusal && error.status < 500)

const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 15_000, retry: isWorthRetrying } },
})
const router = createAppRouter(queryClient)

function start(root: HTMLElement) {
  createRoot(root).render(
    <StrictMode>
      <Suspense fallback={null}>
        <Appearance>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </Appearance>
      </Suspense>
    </StrictMode>,
  )
}

const root = document.getElementById('root')
if (root) {
  void queryClient.prefetchQuery(sessionQuery)
  // The page and its data set out at once; only what is drawn has to wait for the texts.
  void router.load()
  void startTranslation().then(() => start(root))
}
