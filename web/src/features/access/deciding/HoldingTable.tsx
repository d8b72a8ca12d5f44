import { Button, Popconfirm, Space, Table, type TableColumnsType, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay, useSession } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { actionColumn } from '@/ui/actionColumn'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { useTold } from '@/ui/useTold'
import { type Holding, useHoldingChanges } from './queries'
import { LockOf, PeriodOf } from './Terms'
import { stateOf, useWords } from './words'

type HoldingTableProps = { label: string; holdings: Holding[] }

/** The holders of one authority, one row each. */
export function HoldingTable({ label, holdings }: HoldingTableProps) {
  return (
    <Table
      size="small"
      aria-label={label}
      rowKey="id"
      columns={useColumns()}
      dataSource={holdings}
      pagination={false}
    />
  )
}

/** Who holds an authority, somebody or a body, in the language of the page. */
function useHolderName() {
  const { i18n } = useTranslation()
  return ({ user, body, body_en }: Holding): string =>
    user?.name ?? (i18n.language === 'en' ? body_en : undefined) ?? body?.name ?? ''
}

function useColumns(): TableColumnsType<Holding> {
  const { t } = useTranslation(['deciding', 'governing'])
  const { limitText } = useWords()
  const isPhone = useIsPhone()
  const holderName = useHolderName()
  const limitOf = (one: Holding) => (
    <Locked of={one} field="limit">
      {limitText(one)}
    </Locked>
  )
  const placeOf = ({ scope, scope_kind }: Holding) => (
    <>
      {scope.name} <span className="quiet">{t(`governing:kind.${scope_kind}`, scope_kind)}</span>
    </>
  )
  const wide: TableColumnsType<Holding> = [
    { key: 'scope', title: t('scope'), render: (_, one) => placeOf(one) },
    { key: 'limit', title: t('limit.title'), width: 170, render: (_, one) => limitOf(one) },
    {
      key: 'period',
      title: t('periodTitle'),
      width: 210,
      render: (_, one) => <PeriodOf of={one} />,
    },
    { key: 'state', title: t('state'), width: 130, render: (_, one) => <State holding={one} /> },
  ]
  return [
    {
      key: 'holder',
      title: t('holding.holder'),
      width: isPhone ? undefined : 210,
      render: (_, one) => (
        <>
          <LockOf of={one} among={['user', 'body']}>
            {holderName(one)}
          </LockOf>{' '}
          {one.body && <Tag>{t('body.one')}</Tag>}
          {one.is_delegable && <Tag>{t('holding.delegable')}</Tag>}
          {isPhone && (
            <div className="quiet">
              {placeOf(one)} · {limitOf(one)}
              <div>
                <PeriodOf of={one} /> · <State holding={one} />
              </div>
            </div>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
    actionColumn(t('actions'), isPhone ? 90 : 190, (one) => <Actions holding={one} />),
  ]
}

function State({ holding }: { holding: Holding }) {
  const { t } = useTranslation(['deciding', 'governing'])
  const state = holding.is_confirmed ? stateOf(holding, new Date().toISOString()) : 'proposed'
  return state ? t(`verdict.${state}`) : <PeriodOf of={holding} />
}

function Actions({ holding }: { holding: Holding }) {
  const { t } = useTranslation(['deciding', 'governing'])
  const { user } = useSession()
  const { authorityName } = useWords()
  const { confirm, revoke } = useHoldingChanges()
  const told = useTold()
  const holderName = useHolderName()
  const mayManage = useMay('access.manage_authorities')
  const values = { name: holderName(holding), authority: authorityName(holding.authority) }
  const history = (
    <HistoryButton
      kind="holding"
      id={holding.id}
      name={`${values.name} · ${values.authority}`}
      compact
    />
  )
  if (!mayManage) return history
  const isMine = [holding.user?.id, holding.proposed_by?.id].includes(user?.id)
  const isWaiting = !holding.is_confirmed
  return (
    <Space wrap size={4}>
      {history}
      {isWaiting && !isMine && (
        <Button
          size="small"
          type="primary"
          aria-label={t('holding.confirmOf', values)}
          onClick={() =>
            told(confirm.mutateAsync(holding.id), { text: t('holding.confirmed', values) })
          }
        >
          {t('holding.confirm')}
        </Button>
      )}
      <Popconfirm
        title={t('holding.revokeAsk', values)}
        okText={t('holding.revoke')}
        cancelText={t('holding.keep')}
        onConfirm={() =>
          told(revoke.mutateAsync(holding.id), { text: t('holding.revoked', values) })
        }
      >
        <Button size="small" danger aria-label={t('holding.revokeOf', values)}>
          {t('holding.revoke')}
        </Button>
      </Popconfirm>
    </Space>
  )
}
