import './notifications.css'
import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { NewsItem } from './NewsItem'
import { newsQuery, unreadQuery, useMarkAll } from './queries'

/** Everything the viewer was told, the newest first. */
export function NotificationsPage() {
  const { t } = useTranslation('notifications')
  const search = useSearch({ from: '/shell/notifications' })
  const navigate = useNavigate()
  const { data: n } = useSuspenseQuery(unreadQuery)
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(
    newsQuery(search),
  )
  const { mutate, isPending } = useMarkAll()
  const items = data.pages.flatMap((page) => page.items)
  const isUnread = search.unread === true

  return (
    <Page
      title={t('title')}
      lead={n > 0 ? t('lead', { count: n }) : t('leadNothing')}
      actions={
        <>
          <Button disabled={n === 0} loading={isPending} onClick={() => mutate()}>
            {t('markAllRead')}
          </Button>
          <Link to="/notifications/preferences">
            <Button tabIndex={-1}>{t('preferences')}</Button>
          </Link>
        </>
      }
    >
      <Segmented
        className="news-choice"
        aria-label={t('which')}
        value={isUnread ? 'unread' : 'all'}
        options={(['all', 'unread'] as const).map((value) => ({
          value,
          label: t(`show.${value}`),
        }))}
        onChange={(value) =>
          navigate({
            to: '/notifications',
            search: value === 'unread' ? { unread: true } : {},
            replace: true,
          })
        }
      />
      {items.length === 0 && (
        <EmptyState title={t(isUnread ? 'allRead' : 'nothing')} hint={t('nothingHint')} />
      )}
      <ul className="news-list news-list-wide">
        {items.map((item) => (
          <NewsItem key={item.id} item={item} />
        ))}
      </ul>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('earlier')}
        </Button>
      )}
    </Page>
  )
}
