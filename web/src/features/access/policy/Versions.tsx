import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton, Table } from 'antd'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { EmptyState } from '@/ui/EmptyState'
import { Locked } from '@/ui/Locked'
import { type VersionRow, versionsQuery } from './queries'
import { Said } from './Said'

/** Every version of the policy, with what it said. */
export function Versions() {
  const { t } = useTranslation('policy')
  const isPhone = useIsPhone()
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useSuspenseInfiniteQuery(versionsQuery)
  const versions = data.pages.flatMap(({ items }) => items)
  if (versions.length === 0)
    return <EmptyState title={t('version.none')} hint={t('version.noneHint')} />

  return (
    <>
      <Table
        size="small"
        aria-label={t('tab.versions')}
        rowKey="id"
        dataSource={versions}
        pagination={false}
        expandable={{
          columnTitle: <span className="visually-hidden">{t('version.rules')}</span>,
          expandedRowRender: ({ id }, at) => (
            <Suspense fallback={<Skeleton active />}>
              <Said versionId={id} beforeId={versions[at + 1]?.id} />
            </Suspense>
          ),
          // The version before the last one shown is on the next page.
          onExpand: (_, { id }) => {
            if (hasNextPage && id === versions.at(-1)?.id) fetchNextPage()
          },
        }}
        columns={[
          {
            key: 'number',
            title: t('version.number'),
            dataIndex: 'number',
            width: isPhone ? 56 : 80,
          },
          {
            key: 'state',
            title: t('version.state'),
            className: 'nowrap',
            render: (_, one) => t(`version.${one.state}`),
          },
          {
            key: 'note',
            title: t('draft.note'),
            render: (_, one) => (
              <>
                <Locked of={one} field="note">
                  {one.note}
                </Locked>
                {isPhone && (
                  <div className="quiet">
                    <PublishedAt version={one} />
                  </div>
                )}
              </>
            ),
          },
          {
            key: 'by',
            title: t('version.by'),
            hidden: isPhone,
            render: (_, one) => <By version={one} />,
          },
          {
            key: 'at',
            title: t('version.at'),
            className: 'nowrap',
            hidden: isPhone,
            render: (_, one) => <PublishedAt version={one} />,
          },
        ]}
      />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}

function PublishedAt({ version }: { version: VersionRow }) {
  return (
    <Locked of={version} field="published_at">
      {formatInstant(version.published_at)}
    </Locked>
  )
}

/** Who brought a version into force, or writes it. */
function By({ version }: { version: VersionRow }) {
  const field = version.state === 'draft' ? 'drafted_by' : 'published_by'
  return (
    <Locked of={version} field={field}>
      {(version.published_by ?? version.drafted_by)?.name ?? '—'}
    </Locked>
  )
}
