import { useQuery, useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Button, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { EmptyState } from '@/ui/EmptyState'
import { Locked } from '@/ui/Locked'
import { RuleText } from './FieldRules'
import { type VersionRow, versionQuery, versionsQuery } from './queries'
import { useFieldWords } from './useFieldWords'

/** Every version of the policy, with what it said. */
export function Versions() {
  const { t } = useTranslation('policy')
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
          expandedRowRender: ({ id }) => <Said versionId={id} />,
        }}
        columns={[
          { key: 'number', title: t('version.number'), dataIndex: 'number', width: 80 },
          {
            key: 'state',
            title: t('version.state'),
            render: (_, one) => t(`version.${one.state}`),
          },
          {
            key: 'note',
            title: t('draft.note'),
            render: (_, one) => (
              <Locked of={one} field="note">
                {one.note}
              </Locked>
            ),
          },
          {
            key: 'by',
            title: t('version.by'),
            render: (_, one) => <By version={one} />,
          },
          {
            key: 'at',
            title: t('version.at'),
            render: (_, one) => (
              <Locked of={one} field="published_at">
                {formatInstant(one.published_at)}
              </Locked>
            ),
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

/** Who brought a version into force, or writes it. */
function By({ version }: { version: VersionRow }) {
  const field = version.state === 'draft' ? 'drafted_by' : 'published_by'
  return (
    <Locked of={version} field={field}>
      {(version.published_by ?? version.drafted_by)?.name ?? '—'}
    </Locked>
  )
}

function Said({ versionId }: { versionId: string }) {
  const { t } = useTranslation('policy')
  const words = useFieldWords()
  const { data } = useQuery(versionQuery(versionId))
  if (!data) return null
  return (
    <ul className="plain-list">
      {data.cells.map((cell) => (
        <li key={JSON.stringify(cell)}>
          {cell.field
            ? `${words.resource(cell.resource ?? '')} · ${words.field(cell.resource ?? '', cell.field)}: `
            : `${t('allOf', { name: words.className(cell.classification ?? 0) })}: `}
          <RuleText cell={cell} />
        </li>
      ))}
      {Object.entries(data.classes).map(([path, level]) => {
        const [resource = '', field = ''] = path.split('.')
        return (
          <li key={path}>
            {words.resource(resource)} · {words.field(resource, field)}: {words.className(level)}
          </li>
        )
      })}
    </ul>
  )
}
