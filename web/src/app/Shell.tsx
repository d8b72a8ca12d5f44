import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProofHost } from '@/features/access/security/ProofHost'
import { NoticeHost } from '@/features/privacy/notices/NoticeHost'
import { usePreferences } from '@/lib/preferences'
import { onShell } from '@/lib/shellEvents'
import { LoweringHost } from '@/ui/lowering/LoweringHost'
import { PageSkeleton } from '@/ui/PageSkeleton'
import { ActingBanner } from './ActingBanner'
import { BottomBar } from './BottomBar'
import { useGlobalKeys } from './keyboard/useGlobalKeys'
import { NewVersion } from './offline/NewVersion'
import { CommandPalette } from './palette/CommandPalette'
import { Rail } from './Rail'
import { Surroundings } from './Surroundings'
import { TourHost } from './tours/TourHost'
import { useLiveRefresh } from './useLiveRefresh'
import { ViewingAs } from './ViewingAs'
import { Waiting } from './Waiting'

const HelpPanel = lazy(() =>
  import('./help/HelpPanel').then((module) => ({ default: module.HelpPanel })),
)
const KeyboardMap = lazy(() =>
  import('./keyboard/KeyboardMap').then((module) => ({ default: module.KeyboardMap })),
)

const toggled = (isOpen: boolean) => !isOpen

/** Whether the help panel is open, and whether the map of keys was ever asked for. */
function useShellParts() {
  const [hasHelp, setHelp] = useState(false)
  const [hasKeys, setKeys] = useState(false)
  useEffect(() => onShell('help', () => setHelp(toggled)), [])
  useEffect(() => onShell('keys', () => setKeys(true)), [])
  return { hasHelp, closeHelp: () => setHelp(false), hasKeys, closeKeys: () => setKeys(false) }
}

/** The frame around every room: the rail or the bottom bar, and the page. */
export function Shell() {
  const { t } = useTranslation('app')
  const { railIsNarrow, density } = usePreferences()
  const { hasHelp, closeHelp, hasKeys, closeKeys } = useShellParts()
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  useLiveRefresh()
  useGlobalKeys()

  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    main.current?.focus({ preventScroll: true })
  }, [path])

  return (
    <div
      className="shell"
      data-rail={railIsNarrow ? 'narrow' : 'wide'}
      data-density={density}
      data-help={hasHelp || undefined}
    >
      <a className="skip-link" href="#main">
        {t('skipToContent')}
      </a>
      <Rail />
      <main id="main" className="shell-main" ref={main} tabIndex={-1}>
        <ViewingAs />
        <Suspense fallback={<PageSkeleton />}>
          <ActingBanner />
          <Surroundings>
            <Outlet />
          </Surroundings>
        </Suspense>
      </main>
      <Suspense fallback={null}>
        {hasHelp && <HelpPanel onClose={closeHelp} />}
        {hasKeys && <KeyboardMap onClose={closeKeys} />}
      </Suspense>
      <BottomBar />
      <CommandPalette />
      <TourHost />
      <NoticeHost />
      <ProofHost />
      <LoweringHost />
      <Waiting />
      <NewVersion />
    </div>
  )
}
