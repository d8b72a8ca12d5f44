import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, InputNumber, Popconfirm, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useTold } from '@/ui/useTold'
import {
  type RetentionClass,
  type RetentionRun,
  retentionQuery,
  useCheckRetention,
  useRunRetention,
  useSetPeriod,
} from '../queries'

/** How long data is kept, what is due to go, and what went. */
export function Retention() {
  const { t } = useTranslation('privacy')
  const { data } = useSuspenseQuery(retentionQuery)
  const check = useCheckRetention()
  const run = useRunRetention()
  const told = useTold()
  const nameOf = useClassName()
  return (
    <>
      <Table
        size="small"
        aria-label={t('tab.retention')}
        rowKey="code"
        pagination={false}
        dataSource={data.classes}
        columns={[
          { key: 'code', title: t('retention.class'), render: (_, one) => nameOf(one.code) },
          { key: 'days', title: t('retention.days'), render: (_, one) => <Period of={one} /> },
        ]}
      />
      <div className="filters">
        <Button
          loading={check.isPending}
          onClick={() => told(check.mutateAsync(undefined), { text: t('retention.checked') })}
        >
          {t('retention.check')}
        </Button>
        <Popconfirm
          title={t('retention.runAsk')}
          okText={t('retention.run')}
          cancelText={t('cancel')}
          onConfirm={() => told(run.mutateAsync(undefined), { text: t('retention.asked') })}
        >
          <Button danger loading={run.isPending}>
            {t('retention.run')}
          </Button>
        </Popconfirm>
      </div>
      <h2 className="section-title">{t('retention.runs')}</h2>
      {data.runs.length === 0 && <p className="quiet">{t('retention.noRuns')}</p>}
      <ul>
        {data.runs.map((one) => (
          <RunLine key={one.id} run={one} />
        ))}
      </ul>
    </>
  )
}

/** What goes with the thing it belongs to; the rest is cleared by jobs of its own. */
const AS_LONG_AS = ['organisation', 'project']

function Period({ of }: { of: RetentionClass }) {
  const { t } = useTranslation('privacy')
  const setPeriod = useSetPeriod()
  const told = useTold()
  const nameOf = useClassName()
  const [days, setDays] = useState(of.days ?? of.proposed_days)
  if (!of.can_be_chosen) {
    const isOfJobs = !AS_LONG_AS.includes(of.code)
    return <span className="quiet">{t(isOfJobs ? 'retention.byJobs' : 'retention.asLong')}</span>
  }
  const save = () =>
    told(setPeriod.mutateAsync({ code: of.code, days: days ?? 0 }), {
      text: t('retention.saved', { name: nameOf(of.code) }),
    })
  return (
    <Space wrap>
      <InputNumber
        aria-label={t('retention.daysOf', { name: nameOf(of.code) })}
        min={of.floor ?? 0}
        value={days}
        onChange={setDays}
      />
      <span className="quiet">
        {of.days === null ? t('retention.notChosen') : t('retention.floor', { days: of.floor })}
      </span>
      {(days !== of.days || of.days === null) && (
        <Button size="small" disabled={days === null} onClick={save}>
          {t('retention.save')}
        </Button>
      )}
    </Space>
  )
}

function RunLine({ run }: { run: RetentionRun }) {
  const { t } = useTranslation('privacy')
  const nameOf = useClassName()
  const told = run.classes.map(({ code, n_due, n_removed, n_held }) =>
    t('retention.counted', { name: nameOf(code), count: n_due ?? n_removed ?? 0, held: n_held }),
  )
  return (
    <li>
      <span className="number">{formatInstant(run.ran_at)}</span>{' '}
      <strong>{t(run.is_dry ? 'retention.wasDry' : 'retention.wasRun')}</strong>{' '}
      {told.join(t('separator'))}
    </li>
  )
}

function useClassName() {
  const { t } = useTranslation('privacy')
  return (code: string): string =>
    t(`retention.name.${code.replaceAll(' ', '_')}`, { defaultValue: code })
}
