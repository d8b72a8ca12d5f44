import './notifications.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { NewsItem } from './NewsItem'
import { type Notification, unreadNewsQuery, unreadQuery } from './queries'

const MOST = 4

const isMention = ({ kind }: Notification) => kind === 'mentioned'

/** What is unread, beside other things: those who asked for the viewer by name come first. */
export function NewsCard() {
  const { t } = useTranslation('notifications')
  const { data: items } = useQuery(unreadNewsQuery)
  const { data: n = 0 } = useQuery(unreadQuery)
  if (!items) return null
  const shown = [...items.filter(isMention), ...items.filter((one) => !isMention(one))]

  return (
    <section className="section" aria-labelledby="news-card">
      <h2 className="section-title" id="news-card">
        {t('title')}
        {n > 0 && <span className="section-note number">{n}</span>}
      </h2>
      {shown.length === 0 ? (
        <p className="quiet news-none">{t('leadNothing')}</p>
      ) : (
        <ul className="news-list">
          {shown.slice(0, MOST).map((item) => (
            <NewsItem key={item.id} item={item} />
          ))}
        </ul>
      )}
      <Link to="/notifications">{t('showAll')}</Link>
    </section>
  )
}
