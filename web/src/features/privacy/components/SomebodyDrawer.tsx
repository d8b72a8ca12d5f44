import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Drawer, Skeleton, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { ErrorState } from '@/ui/ErrorState'
import { type HowFar, type Preview, previewQuery } from '../queries'
import { basisOf, fieldOf, tableOf } from '../words'
import { EraseDialog } from './EraseDialog'
import { TakeOutDialog } from './TakeOutDialog'

type SomebodyDrawerProps = { id: string; onClose: () => void }

/** What is held of somebody, what an erasure would do, and what blocks it. */
export function SomebodyDrawer({ id, onClose }: SomebodyDrawerProps) {
  const { t } = useTranslation('privacy')
  const isPhone = useIsPhone()
  const mayErase = useMay('access.erase')
  const mayExport = useMay('access.export_personal')
  const [howFar, setHowFar] = useState<HowFar>({
    with_contributions: false,
    replaces_in_texts: false,
  })
  const [isErasing, setErasing] = useState(false)
  const [isTakingOut, setTakingOut] = useState(false)
  const { data, error } = useQuery({ ...previewQuery(id, howFar), enabled: mayErase })

  return (
    <Drawer open title={data?.somebody.name} size={isPhone ? '100%' : 640} onClose={onClose}>
      <div className="drawer-body">
        <div className="page-actions">
          {mayExport && <Button onClick={() => setTakingOut(true)}>{t('export')}</Button>}
          {mayErase && (
            <Button
              danger
              disabled={!data || data.is_erased || data.blocked_by.length > 0}
              onClick={() => setErasing(true)}
            >
              {t('erase')}
            </Button>
          )}
        </div>
        {error && <ErrorState error={error} />}
        {mayErase && !data && !error && <Skeleton active />}
        {data && <PreviewBody preview={data} howFar={howFar} onChange={setHowFar} />}
      </div>
      {data && isErasing && (
        <EraseDialog preview={data} howFar={howFar} onClose={() => setErasing(false)} />
      )}
      {isTakingOut && <TakeOutDialog id={id} onClose={() => setTakingOut(false)} />}
    </Drawer>
  )
}

type PreviewBodyProps = { preview: Preview; howFar: HowFar; onChange: (howFar: HowFar) => void }

function PreviewBody({ preview, howFar, onChange }: PreviewBodyProps) {
  const { t } = useTranslation('privacy')
  if (preview.is_erased) return <Alert type="info" showIcon title={t('isErased')} />
  return (
    <>
      <Blocked preview={preview} />
      <p>{t('becomes', { label: preview.label })}</p>
      <Checkbox
        checked={howFar.with_contributions}
        onChange={({ target }) => onChange({ ...howFar, with_contributions: target.checked })}
      >
        {t('withContributions')}
      </Checkbox>
      <Checkbox
        checked={howFar.replaces_in_texts}
        onChange={({ target }) => onChange({ ...howFar, replaces_in_texts: target.checked })}
      >
        {t('replacesInTexts')}
      </Checkbox>
      <Effects preview={preview} />
      <p className="quiet">{t('events', { count: preview.n_events })}</p>
      {preview.n_events_in_clear > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('eventsInClear', { count: preview.n_events_in_clear })}
        />
      )}
    </>
  )
}

function Blocked({ preview }: { preview: Preview }) {
  const { t } = useTranslation('privacy')
  if (preview.blocked_by.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={t('blocked')}
      description={
        <ul>
          {preview.blocked_by.map(({ code, items, is_kept_back }) => (
            <li key={code}>
              {t(`block.${code}`, { defaultValue: code })}{' '}
              {[
                ...items.map(({ name }) => name),
                ...(is_kept_back ? [t(`keptBack.${code}`, t('keptBack.other'))] : []),
              ].join(t('separator'))}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function Effects({ preview }: { preview: Preview }) {
  const { t } = useTranslation('privacy')
  const isPhone = useIsPhone()
  return (
    <>
      <Table
        size="small"
        aria-label={t('effects')}
        rowKey="table"
        pagination={false}
        dataSource={preview.effects}
        columns={[
          { key: 'table', title: t('what'), render: (_, one) => tableOf(one.table, t) },
          {
            key: 'rows',
            title: t('rows'),
            align: 'right',
            className: 'number',
            render: (_, one) => (one.n_naming ? `${one.n_rows} + ${one.n_naming}` : one.n_rows),
          },
          { key: 'effect', title: t('effect'), render: (_, one) => t(`does.${one.effect}`) },
          ...(isPhone
            ? []
            : [
                {
                  key: 'basis',
                  title: t('basis'),
                  render: (_: unknown, one: Preview['effects'][number]) => basisOf(one.basis, t),
                },
              ]),
        ]}
      />
      {preview.texts.length > 0 && (
        <p className="quiet">
          {t('named')}{' '}
          {preview.texts
            .map(
              ({ table, field, n_rows }) =>
                `${tableOf(table, t)} · ${fieldOf(field, t)}: ${n_rows}`,
            )
            .join(t('separator'))}
        </p>
      )}
    </>
  )
}
