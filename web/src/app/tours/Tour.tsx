import './tour.css'
import { Button } from 'antd'
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSavePreferences } from '@/features/access/queries'
import { usePreferences } from '@/lib/preferences'
import { useSession } from '@/lib/session'
import { cardPlace, type Frame } from './place'
import { roleOf, TOURS } from './tours'
import { useStop } from './useStop'

const FOCUSABLE = 'button:not([disabled])'

/** Keeps Tab among the buttons of the card. */
function cycleFocus(event: KeyboardEvent<HTMLElement>) {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(FOCUSABLE)]
  const [first, last] = [buttons[0], buttons.at(-1)]
  const leaves = event.shiftKey ? first : last
  if (document.activeElement !== leaves && document.activeElement !== event.currentTarget) return
  event.preventDefault()
  const next = event.shiftKey ? last : first
  next?.focus()
}

/** A walk over real pages, one thing at a time; Esc ends it anywhere. */
export function Tour({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('tours')
  const { permissions } = useSession()
  const { tours_seen } = usePreferences()
  const save = useSavePreferences()
  const role = roleOf(permissions)
  const end = () => {
    onClose()
    if (!tours_seen.includes(role)) save({ tours_seen: [...tours_seen, role] })
  }
  const { at, stop, frame, count, go } = useStop(TOURS[role], end)
  const title = useId()
  const card = useRef<HTMLDivElement>(null)
  const isShown = frame !== undefined
  useEffect(() => {
    if (isShown && at >= 0) card.current?.focus()
  }, [isShown, at])

  if (!frame) return <div className="tour-veil" role="status" aria-label={t('opening')} />
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const acts: Record<string, () => void> = {
      Escape: end,
      ArrowRight: () => go(1),
      ArrowLeft: () => go(-1),
    }
    if (event.key === 'Tab') cycleFocus(event)
    else if (acts[event.key]) {
      event.preventDefault()
      event.stopPropagation()
      acts[event.key]?.()
    }
  }
  const isLast = at === count - 1

  return (
    <>
      <Spotlight frame={frame} />
      <div
        ref={card}
        className="tour-card"
        role="dialog"
        aria-modal="true"
        aria-labelledby={title}
        aria-describedby={`${title}-text`}
        tabIndex={-1}
        style={cardPlace(frame)}
        onKeyDown={onKeyDown}
      >
        <p className="quiet tour-count">{t('count', { at: at + 1, count })}</p>
        <h2 id={title} className="section-title">
          {t(`stop.${stop.name}.title`)}
        </h2>
        <p id={`${title}-text`} className="tour-text">
          {t(`stop.${stop.name}.text`)}
        </p>
        <div className="tour-buttons">
          <Button type="text" onClick={end}>
            {t('skip')}
          </Button>
          <span className="toolbar-gap" />
          {at > 0 && <Button onClick={() => go(-1)}>{t('back')}</Button>}
          <Button type="primary" onClick={() => (isLast ? end() : go(1))}>
            {t(isLast ? 'done' : 'next')}
          </Button>
        </div>
      </div>
    </>
  )
}

function Spotlight({ frame }: { frame: Frame }) {
  const { left, top, width, height } = frame
  return (
    <div className="tour-shade" aria-hidden>
      <div className="tour-light" style={{ left, top, width, height }} />
    </div>
  )
}
