import { useQuery } from '@tanstack/react-query'
import { Drawer, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatInstant } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { ErrorState } from '@/ui/ErrorState'
import { FactList } from '@/ui/FactList'
import { DraftEditor } from './DraftEditor'
import { Ledger } from './Ledger'
import { Counts, useNoticeKind, useNoticeName } from './Notices'
import { ReadAgain } from './OwnNotices'
import { type NoticeHistory, noticeQuery } from './queries'

type NoticeDrawerProps = {
  id: string
  mayPublish: boolean
  mayReadAnswers: boolean
  onClose: () => void
}

/** One notice: what is in force, what is being written, every version, and who answered. */
export function NoticeDrawer({ id, mayPublish, mayReadAnswers, onClose }: NoticeDrawerProps) {
  const isPhone = useIsPhone()
  const nameOf = useNoticeName()
  const { data, error } = useQuery(noticeQuery(id))
  return (
    <Drawer open title={data && nameOf(data)} size={isPhone ? '100%' : 920} onClose={onClose}>
      <div className="drawer-body">
        {error && <ErrorState error={error} />}
        {!data && !error && <Skeleton active />}
        {data && (
          <>
            <Facts notice={data} />
            <DraftEditor notice={data} mayPublish={mayPublish} onGone={onClose} />
            <Versions notice={data} />
            {mayReadAnswers && data.versions.length > 0 && <Ledger noticeId={id} />}
          </>
        )}
      </div>
    </Drawer>
  )
}

function Facts({ notice }: { notice: NoticeHistory }) {
  const { t } = useTranslation('notices')
  const kindOf = useNoticeKind()
  return (
    <FactList
      facts={[
        { key: 'kind', label: t('column.kind'), value: kindOf(notice) },
        { key: 'basis', label: t('column.basis'), value: t(`basis.${notice.basis}`) },
        { key: 'answers', label: t('column.answers'), value: <Counts of={notice} /> },
      ]}
    />
  )
}

function Versions({ notice }: { notice: NoticeHistory }) {
  const { t, i18n } = useTranslation('notices')
  const [reading, read] = useState<string>()
  if (notice.versions.length === 0) return null
  return (
    <section className="section" aria-label={t('versions')}>
      <h2 className="section-title">{t('versions')}</h2>
      <ul className="plain-list">
        {notice.versions.map((one) => (
          <li key={one.id}>
            <button type="button" className="text-button" onClick={() => read(one.id)}>
              {t('versionNumber', { number: one.number })}
            </button>{' '}
            {t(one.is_material ? 'wasMaterial' : 'wasEditorial')}
            {' · '}
            <span className="nowrap">{t('since', { date: formatDate(one.effective_on) })}</span>
            <div className="quiet notice-proof">
              {t('publishedBy', {
                name: one.published_by ?? '—',
                at: formatInstant(one.published_at),
              })}
              {' · '}
              <code title={one.digest}>SHA-256 {one.digest.slice(0, 16)}…</code>
            </div>
          </li>
        ))}
      </ul>
      {reading && (
        <ReadAgain id={reading} language={i18n.language} onClose={() => read(undefined)} />
      )}
    </section>
  )
}
