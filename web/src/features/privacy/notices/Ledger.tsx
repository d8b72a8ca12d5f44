import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton, Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { ErrorState } from '@/ui/ErrorState'
import { Locked } from '@/ui/Locked'
import { type LedgerEntry, ledgerQuery } from './queries'

/** Who answered what, to which version: every answer ever given, the last first. */
export function Ledger({ noticeId }: { noticeId: string }) {
  const { t } = useTranslation('notices')
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    ledgerQuery(noticeId),
  )
  const columns = useColumns()
  return (
    <section className="section" aria-label={t('ledger')}>
      <h2 className="section-title">{t('ledger')}</h2>
      <p className="quiet">{t('ledgerHint')}</p>
      {error && <ErrorState error={error} />}
      {!data && !error && <Skeleton active />}
      {data && (
        <Table
          size="small"
          aria-label={t('ledger')}
          rowKey="id"
          columns={columns}
          dataSource={data.pages.flatMap(({ items }) => items)}
          pagination={false}
        />
      )}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  )
}

function useColumns(): TableColumnsType<LedgerEntry> {
  const { t } = useTranslation('notices')
  const isPhone = useIsPhone()
  const shown = ({ notice_number, language }: LedgerEntry) =>
    t('own.version', { number: notice_number, language: t(`language.${language}`) })
  const given = (answer: unknown) => t(`given.${answer as NonNullable<LedgerEntry['answer']>}`)
  const wide: TableColumnsType<LedgerEntry> = [
    { key: 'shown', title: t('column.shown'), width: 180, render: (_, one) => shown(one) },
    {
      key: 'at',
      title: t('column.at'),
      width: 170,
      className: 'number',
      render: (_, one) => formatInstant(one.answered_at),
    },
  ]
  return [
    {
      key: 'who',
      title: t('column.who'),
      render: (_, one) => (
        <>
          <Locked of={one} field="account" kind="notice_answer">
            {one.account?.name}
          </Locked>
          {isPhone && (
            <div className="quiet">
              {shown(one)} · {formatInstant(one.answered_at)}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'answer',
      title: t('column.answer'),
      width: isPhone ? 120 : 160,
      render: (_, one) => (
        <Locked of={one} field="answer" kind="notice_answer" read={given}>
          {one.answer && given(one.answer)}
        </Locked>
      ),
    },
    ...(isPhone ? [] : wide),
  ]
}
