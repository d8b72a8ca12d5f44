import './help.css'
import { CloseOutlined } from '@ant-design/icons'
import { useRouterState } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMatches } from '@/lib/useMatches'
import { HelpContent } from './HelpContent'
import { topicOf } from './topics'

/** Beside the work where there is room for both; over it on narrow screens. */
export function HelpPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('help')
  const hasRoom = useMatches('(min-width: 1200px)')
  const topic = useRouterState({
    select: ({ location }) =>
      topicOf(location.pathname, (location.search as { layout?: unknown }).layout),
  })
  const title = t('title', { page: t(`topic.${topic}.title`) })

  if (!hasRoom) {
    return (
      <Drawer open title={<h2>{title}</h2>} onClose={onClose} size={360} className="help-drawer">
        <HelpContent topic={topic} />
      </Drawer>
    )
  }
  return (
    <HelpBeside title={title} onClose={onClose}>
      <HelpContent topic={topic} />
    </HelpBeside>
  )
}

type HelpBesideProps = { title: string; onClose: () => void; children: React.ReactNode }

function HelpBeside({ title, onClose, children }: HelpBesideProps) {
  const { t } = useTranslation('help')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const before = document.activeElement
    heading.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])

  return (
    <aside
      className="help-panel"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <div className="help-head">
        <h2 className="section-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={onClose} />
      </div>
      {children}
    </aside>
  )
}
