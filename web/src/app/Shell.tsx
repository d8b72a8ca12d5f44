import { Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreferences } from '@/lib/preferences'
import { PageSkeleton } from '@/ui/PageSkeleton'
import { BottomBar } from './BottomBar'
import { CommandPalette } from './CommandPalette'
import { Rail } from './Rail'
import { useLiveRefresh } from './useLiveRefresh'

/** The frame around every room: the rail or the bottom bar, and the page. */
export function Shell() {
  const { t } = useTranslation('app')
  const { railIsNarrow } = usePreferences()
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  useLiveRefresh()

  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    main.current?.focus({ preventScroll: true })
  }, [path])

  return (
    <div className="shell" data-rail={railIsNarrow ? 'narrow' : 'wide'}>
      <a className="skip-link" href="#main">
        {t('skipToContent')}
      </a>
      <Rail />
      <main id="main" className="shell-main" ref={main} tabIndex={-1}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <BottomBar />
      <CommandPalette />
    </div>
  )
}
