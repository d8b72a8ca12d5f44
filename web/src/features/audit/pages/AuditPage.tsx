import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Dropdown, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { DownloadLink } from '@/ui/DownloadLink'
import { Page } from '@/ui/Page'
import { Events } from '../components/Events'
import { Sights } from '../components/Sights'
import { TrailAlarms } from '../components/TrailAlarms'
import { auditStateQuery, exportAddress } from '../queries'
import { type AuditSearch, isTurnedRound } from '../search'

/** What happened, by whom, from where and how it ended; and who saw what. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/governance/audit' })
  const narrow = (change: AuditSearch) =>
    navigate({ to: '/governance/audit', search: { ...search, ...change }, replace: true })
  const formats = (['jsonl', 'csv'] as const).map((format) => ({
    key: format,
    label: (
      <DownloadLink address={exportAddress(search, format)}>{t(`export.${format}`)}</DownloadLink>
    ),
  }))

  return (
    <Page
      title={t('audit')}
      lead={<SealState />}
      fills
      actions={
        <>
          <Segmented
            aria-label={t('view')}
            value={search.ask ?? 'events'}
            onChange={(ask) => narrow({ ask: ask === 'sights' ? 'sights' : undefined })}
            options={[
              { value: 'events', label: t('events') },
              { value: 'sights', label: t('whoSaw') },
            ]}
          />
          {!search.ask && (
            <Dropdown
              trigger={['click']}
              disabled={isTurnedRound(search)}
              menu={{ items: formats }}
            >
              <Button icon={<DownloadOutlined aria-hidden />}>{t('export.title')}</Button>
            </Dropdown>
          )}
        </>
      }
    >
      <TrailAlarms />
      {search.ask ? (
        <Sights search={search} onAsk={narrow} />
      ) : (
        <Events search={search} onNarrow={narrow} />
      )}
    </Page>
  )
}

/** How much of the trail is sealed, and when all of it was verified. */
function SealState() {
  const { t } = useTranslation('audit')
  const { data } = useQuery(auditStateQuery)
  if (!data) return null
  const verified = data.verified_at
    ? t('verified', { at: formatInstant(data.verified_at) })
    : t('notVerified')
  if (!data.is_whole) return `${t('ofAPart')} ${verified}`
  const waiting = t('waiting', { count: data.n_waiting ?? 0 })
  if (!data.block) return `${t('notSealed')} ${waiting} ${verified}`
  const at = formatInstant(data.block.sealed_at)
  return `${t('sealed', { number: data.block.number, count: data.block.tree_size, at })} ${waiting} ${verified}`
}
