import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { Button, Select, Table, type TableColumnsType } from 'antd'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import { formatInstant } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { actionColumn } from '@/ui/actionColumn'
import { EmptyState } from '@/ui/EmptyState'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { LoweringActions } from '@/ui/lowering/LoweringActions'
import { type Lowering, loweringsQuery } from '@/ui/lowering/queries'
import { useClear } from '@/ui/useClear'
import type { TabProps } from './Authorities'
import { LOWERING_STATES } from './search'

/** What was asked to be of a lower class, by whom and why, and what became of it. */
export function Lowerings({ search, onShow }: TabProps) {
  const { t } = useTranslation('lowering')
  const clear = useClear()
  const { lowering: id, state } = search
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    loweringsQuery(useDeferredValue(id ? { id } : { state })),
  )
  const columns = useColumns()
  const lowerings = data.pages.flatMap(({ items }) => items)

  return (
    <>
      <div className="filters">
        {id ? (
          <Button onClick={() => onShow({ lowering: undefined })}>{t('all')}</Button>
        ) : (
          <Select
            aria-label={t('stateTitle')}
            allowClear={clear}
            placeholder={t('anyState')}
            popupMatchSelectWidth={false}
            value={state}
            options={LOWERING_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
            onChange={(chosen) => onShow({ state: chosen })}
          />
        )}
      </div>
      {lowerings.length === 0 ? (
        <EmptyState title={t(id ? 'gone' : 'none')} hint={t('noneHint')} />
      ) : (
        <Table
          size="small"
          aria-label={t('title')}
          rowKey="id"
          columns={columns}
          dataSource={lowerings}
          pagination={false}
        />
      )}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}

function useColumns(): TableColumnsType<Lowering> {
  const { t } = useTranslation('lowering')
  const isPhone = useIsPhone()
  const wide: TableColumnsType<Lowering> = [
    { key: 'classes', title: t('classes'), width: 150, render: (_, one) => <Classes of={one} /> },
    { key: 'reason', title: t('reason'), render: (_, one) => <Reason of={one} /> },
    { key: 'asked', title: t('asked'), width: 150, render: (_, one) => <Asked of={one} /> },
    { key: 'state', title: t('stateTitle'), width: 150, render: (_, one) => <State of={one} /> },
  ]
  return [
    {
      key: 'record',
      title: t('record'),
      width: isPhone ? undefined : 220,
      render: (_, one) => (
        <>
          <RecordOf lowering={one} />
          {isPhone && (
            <>
              <Classes of={one} />
              <Reason of={one} />
              <Asked of={one} />
              <State of={one} />
            </>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
    actionColumn(t('actions'), isPhone ? 104 : 190, (one) => <Actions lowering={one} />),
  ]
}

type OfLowering = { of: Lowering }

function Classes({ of }: OfLowering) {
  const { t } = useTranslation('lowering')
  const className = useClassName()
  return <div>{t('fromTo', { from: className(of.was), to: className(of.classification) })}</div>
}

function Reason({ of }: OfLowering) {
  return (
    <div className="lowering-reason">
      <Locked of={of} field="reason">
        {of.reason}
      </Locked>
    </div>
  )
}

function Asked({ of }: OfLowering) {
  return (
    <div>
      <Locked of={of} field="asked_by">
        {of.asked_by?.name}
      </Locked>{' '}
      <span className="quiet number nowrap">{formatInstant(of.asked_at)}</span>
    </div>
  )
}

/** Whether it waits, or what became of it, by whom and when. */
function State({ of }: OfLowering) {
  const { t } = useTranslation('lowering')
  return (
    <div>
      {t(`state.${of.state}`)}
      {of.state !== 'waiting' && (
        <div className="quiet">
          <Locked of={of} field="decided_by">
            {of.decided_by?.name}
          </Locked>{' '}
          <Locked of={of} field="decided_at">
            <span className="number nowrap">{formatInstant(of.decided_at)}</span>
          </Locked>
        </div>
      )}
    </div>
  )
}

function Actions({ lowering }: { lowering: Lowering }) {
  const { t } = useTranslation('lowering')
  const name = lowering.record?.name ?? t(`kind.${lowering.record_kind}`)
  return (
    <span className="lowering-actions">
      <LoweringActions lowering={lowering} name={name} />
      <HistoryButton kind="lowering" id={lowering.id} name={name} compact />
    </span>
  )
}

/** Where what was said of a record, or the record itself, opens. */
function placeOf({ subject_kind, address }: NonNullable<Lowering['record']>): LinkProps | null {
  const { project_id: projectId = '', task_id: task, unit_id: unit, person_id: person } = address
  if (subject_kind === 'unit') return { to: '/governance/units', search: { unit } }
  if (subject_kind === 'person') return { to: '/governance/people', search: { person } }
  if (subject_kind === 'task')
    return {
      to: '/projects/$projectId/plan',
      params: { projectId },
      search: { panel: 'task', task },
    }
  return projectId ? { to: '/projects/$projectId/overview', params: { projectId } } : null
}

/** What the record is and is called; what may not be read of it is a lock that leads to it. */
function RecordOf({ lowering: { record, record_kind } }: { lowering: Lowering }) {
  const { t } = useTranslation('lowering')
  const place = record && placeOf(record)
  const name = record && (
    <Locked of={record.name === null ? { _locked: ['name'] } : {}} field="name">
      {record.name}
    </Locked>
  )
  return (
    <div>
      <span className="quiet">{t(`kind.${record_kind}`)}</span>{' '}
      {record ? place ? <Link {...place}>{name}</Link> : name : t('recordGone')}
    </div>
  )
}
