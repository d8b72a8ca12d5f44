import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton, Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { ErrorState } from '@/ui/ErrorState'
import { Locked } from '@/ui/Locked'
import { useTitle } from './OwnNotices'
import { answersQuery, type LedgerEntry } from './queries'

type ToPerson = (id: string) => void
type AnswerTableProps = {
  filter: string[]
  /** What stands in the place of a table without rows. */
  empty?: ReactNode
  /** Shows the answers of one person; with it, each row also says which notice it answers. */
  onPerson?: ToPerson
}

/** Who answered what, to which version: every answer ever given, the last first. */
export function AnswerTable({ filter, empty, onPerson }: AnswerTableProps) {
  const { t } = useTranslation('notices')
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    answersQuery(filter),
  )
  const columns = useColumns(onPerson)
  const answers = data?.pages.flatMap(({ items }) => items)
  if (error) return <ErrorState error={error} />
  if (!answers) return <Skeleton active />
  if (answers.length === 0 && empty) return empty
  return (
    <>
      <Table
        size="small"
        aria-label={t('ledger')}
        rowKey="id"
        columns={columns}
        dataSource={answers}
        pagination={false}
      />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}

function useColumns(onPerson?: ToPerson): TableColumnsType<LedgerEntry> {
  const { t } = useTranslation('notices')
  const isPhone = useIsPhone()
  const titleOf = useTitle()
  const given = (answer: unknown) => t(`given.${answer as NonNullable<LedgerEntry['answer']>}`)
  const version = (one: LedgerEntry) => (
    <Locked of={one} field="language" kind="notice_answer">
      {t('own.version', { number: one.notice_number, language: t(`language.${one.language}`) })}
    </Locked>
  )
  const shown = (one: LedgerEntry) =>
    onPerson ? (
      <>
        {titleOf({ title: one.notice_title, title_en: one.notice_title_en })}
        <span className="quiet"> · {version(one)}</span>
      </>
    ) : (
      version(one)
    )
  const wide: TableColumnsType<LedgerEntry> = [
    {
      key: 'shown',
      title: t('column.shown'),
      width: onPerson ? undefined : 180,
      render: (_, one) => shown(one),
    },
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
            <Person of={one} onPerson={onPerson} />
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

function Person({ of: { account }, onPerson }: { of: LedgerEntry; onPerson?: ToPerson }) {
  if (!account || !onPerson) return account?.name
  return (
    <button type="button" className="text-button" onClick={() => onPerson(account.id)}>
      {account.name}
    </button>
  )
}
