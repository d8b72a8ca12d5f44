import './notifications.css'
import { BellOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Popover } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NewsItem } from './NewsItem'
import { latestQuery, unreadQuery, useMarkAll } from './queries'

const MOST_SHOWN = 99

/** The number on the bell; nothing where nothing is new. */
function Count({ n }: { n: number }) {
  if (n === 0) return null
  return (
    <span className="bell-count number" aria-hidden>
      {n > MOST_SHOWN ? `${MOST_SHOWN}+` : n}
    </span>
  )
}

function useBell() {
  const { t } = useTranslation('notifications')
  const { data: n = 0 } = useQuery(unreadQuery)
  return { n, label: n > 0 ? t('bellWithNews', { count: n }) : t('title') }
}

/** What is newest, below the bell. */
function Latest({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('notifications')
  const { data: items, isPending } = useQuery(latestQuery)
  const { n } = useBell()
  const { mutate, isPending: isMarking } = useMarkAll()
  return (
    <section className="bell-news" aria-label={t('title')}>
      <header className="bell-head">
        <strong>{t('title')}</strong>
        <Button
          type="link"
          size="small"
          disabled={n === 0}
          loading={isMarking}
          onClick={() => mutate()}
        >
          {t('markAllRead')}
        </Button>
      </header>
      {!isPending && items?.length === 0 && <p className="quiet">{t('nothing')}</p>}
      <ul className="news-list">
        {items?.map((item) => (
          <NewsItem key={item.id} item={item} onOpen={onClose} />
        ))}
      </ul>
      <footer className="bell-foot">
        <Link to="/notifications" onClick={onClose}>
          {t('showAll')}
        </Link>
        <Link to="/notifications/preferences" onClick={onClose}>
          {t('preferences')}
        </Link>
      </footer>
    </section>
  )
}

/** The bell of the rail: how much is new, and what. */
export function NotificationBell() {
  const { t } = useTranslation('notifications')
  const { n, label } = useBell()
  const [isOpen, setIsOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setIsOpen(false)

  return (
    // The keys of the popover and of its button bubble up to here.
    // biome-ignore lint/a11y/noStaticElementInteractions: only Escape is heard, from what is inside
    <div
      className="bell"
      ref={place}
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !isOpen) return
        close()
        button.current?.focus()
      }}
    >
      <Popover
        open={isOpen}
        onOpenChange={setIsOpen}
        trigger="click"
        placement="rightTop"
        arrow={false}
        destroyOnHidden
        getPopupContainer={() => place.current ?? document.body}
        content={<Latest onClose={close} />}
      >
        <button ref={button} type="button" className="rail-item" aria-expanded={isOpen}>
          <BellOutlined aria-hidden />
          <span className="visually-hidden">{label}</span>
          <span className="rail-label" aria-hidden>
            {t('title')}
          </span>
          <Count n={n} />
        </button>
      </Popover>
    </div>
  )
}

/** The bell of the bottom bar: it opens the page. */
export function NotificationTab() {
  const { t } = useTranslation('notifications')
  const { n, label } = useBell()
  return (
    <Link
      to="/notifications"
      className="bottom-item bell-tab"
      activeProps={{ 'data-active': true }}
    >
      <BellOutlined aria-hidden />
      <span className="visually-hidden">{label}</span>
      <span aria-hidden>{t('title')}</span>
      <Count n={n} />
    </Link>
  )
}
