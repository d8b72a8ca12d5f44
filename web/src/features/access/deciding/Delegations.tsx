import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Space, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { actFor, acting } from '@/lib/acting'
import { useMay, useSession } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { actionColumn } from '@/ui/actionColumn'
import { EmptyState } from '@/ui/EmptyState'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { useTold } from '@/ui/useTold'
import { DelegationDialog } from './DelegationDialog'
import { type Delegation, delegationsQuery, useDelegationChanges } from './queries'
import { PeriodOf } from './Terms'
import { stateOf, useWords } from './words'

/** What one received and passed on, and what others passed on where one manages that. */
export function Delegations() {
  const { t } = useTranslation(['deciding', 'governing'])
  const { user } = useSession()
  const { data } = useSuspenseQuery(delegationsQuery)
  const [isGiving, setGiving] = useState(false)
  const groups = {
    received: data.filter(({ deputy }) => deputy.id === user?.id),
    given: data.filter(({ giver }) => giver.id === user?.id),
    others: data.filter(({ giver, deputy }) => ![giver.id, deputy.id].includes(user?.id ?? '')),
  }
  const shown = (['received', 'given', 'others'] as const).filter((key) => groups[key].length > 0)

  return (
    <>
      {!acting() && (
        <div className="filters">
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => setGiving(true)}>
            {t('delegation.new')}
          </Button>
        </div>
      )}
      {shown.length === 0 && (
        <EmptyState title={t('delegation.none')} hint={t('delegation.noneHint')} />
      )}
      {shown.map((key) => (
        <section key={key} aria-label={t(`delegation.${key}`)}>
          <h2 className="section-title">{t(`delegation.${key}`)}</h2>
          <DelegationTable label={t(`delegation.${key}`)} delegations={groups[key]} />
        </section>
      ))}
      {isGiving && <DelegationDialog onClose={() => setGiving(false)} />}
    </>
  )
}

type DelegationTableProps = { label: string; delegations: Delegation[] }

function DelegationTable({ label, delegations }: DelegationTableProps) {
  return (
    <Table
      size="small"
      aria-label={label}
      rowKey="id"
      columns={useColumns()}
      dataSource={delegations}
      pagination={false}
    />
  )
}

const now = () => new Date().toISOString()
const stateOfDelegation = (one: Delegation) => (one.revoked_at ? 'revoked' : stateOf(one, now()))

function useColumns(): TableColumnsType<Delegation> {
  const { t } = useTranslation(['deciding', 'governing'])
  const { authorityName } = useWords()
  const isPhone = useIsPhone()
  const what = ({ authorities, permissions }: Delegation) =>
    [
      ...authorities.map(authorityName),
      ...permissions.map((name) => t(`governing:permission.${name}.name`, name)),
    ].join(t('separator'))
  const stateText = (one: Delegation) => {
    const state = stateOfDelegation(one)
    return state ? t(`verdict.${state}`) : <PeriodOf of={one} />
  }
  const wide: TableColumnsType<Delegation> = [
    { key: 'what', title: t('delegation.what'), render: (_, one) => what(one) },
    { key: 'scope', title: t('scope'), width: 170, render: (_, one) => one.scope.name },
    {
      key: 'period',
      title: t('periodTitle'),
      width: 210,
      render: (_, one) => <PeriodOf of={one} />,
    },
    { key: 'state', title: t('state'), width: 100, render: (_, one) => stateText(one) },
  ]
  return [
    {
      key: 'people',
      title: t('delegation.people'),
      width: isPhone ? undefined : 190,
      render: (_, one) => (
        <>
          {t('who.passed', { giver: one.giver.name, deputy: one.deputy.name })}
          <div className="quiet">
            <Locked of={one} field="reason">
              {one.reason}
            </Locked>
          </div>
          {isPhone && (
            <div className="quiet">
              {what(one)} · {one.scope.name} · {stateText(one)}
            </div>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
    actionColumn(t('actions'), isPhone ? 110 : 200, (one) => <Actions delegation={one} />),
  ]
}

function Actions({ delegation }: { delegation: Delegation }) {
  const { t } = useTranslation(['deciding', 'governing'])
  const { user } = useSession()
  const { revoke } = useDelegationChanges()
  const told = useTold()
  const manages = useMay('access.manage_authorities')
  const { id, giver, deputy, permissions } = delegation
  const state = stateOfDelegation(delegation)
  const isMine = deputy.id === user?.id
  const names = { giver: giver.name, deputy: deputy.name }
  const history = <HistoryButton kind="delegation" id={id} name={t('who.passed', names)} compact />
  if (state === 'revoked' || state === 'over') return history
  return (
    <Space wrap size={4}>
      {history}
      {isMine && (state ?? 'in_force') === 'in_force' && permissions.length > 0 && !acting() && (
        <Button
          size="small"
          type="primary"
          aria-label={t('delegation.actOf', names)}
          onClick={() => actFor({ delegationId: id, giver: giver.name, viewerId: deputy.id })}
        >
          {t('delegation.act')}
        </Button>
      )}
      {(isMine || giver.id === user?.id || manages) && (
        <Button
          size="small"
          aria-label={t(isMine ? 'delegation.giveBackOf' : 'delegation.revokeOf', names)}
          onClick={() => told(revoke.mutateAsync(id), { text: t('delegation.revoked', names) })}
        >
          {t(isMine ? 'delegation.giveBack' : 'delegation.revoke')}
        </Button>
      )}
    </Space>
  )
}
