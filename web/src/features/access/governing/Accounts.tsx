import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Button, Dropdown, Table, type TableColumnsType } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useMay } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { actionColumn } from '@/ui/actionColumn'
import { EmptyState } from '@/ui/EmptyState'
import { FindField } from '@/ui/FindField'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { useTold } from '@/ui/useTold'
import type { AccessSearch } from '../search'
import { NewAccount, ResetPassword, ViewAs } from './AccountDialogs'
import { AccountSecurity } from './AccountSecurity'
import { type Account, accountsQuery, useAccountChanges } from './queries'

type TabProps = { search: AccessSearch; onShow: (change: AccessSearch) => void }

/** Everybody who can sign in. */
export function Accounts({ search, onShow }: TabProps) {
  const { t } = useTranslation('governing')
  const q = useDeferredValue(search.q)
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    accountsQuery(q),
  )
  const [isAdding, setAdding] = useState(false)
  const [reset, setReset] = useState<Account>()
  const [shown, setShown] = useState<Account>()
  const [viewed, setViewed] = useState<Account>()
  const columns = useColumns(onShow, { reset: setReset, security: setShown, view: setViewed })
  const accounts = data.pages.flatMap(({ items }) => items)

  return (
    <>
      <search className="filters">
        <FindField label={t('account.find')} value={search.q} onFind={(q) => onShow({ q })} />
        <span className="quiet">{t('account.count', { count: data.pages[0]?.total ?? 0 })}</span>
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {t('account.new')}
        </Button>
      </search>
      {accounts.length === 0 ? (
        <EmptyState title={t('account.none')} hint={t('account.noneHint')} />
      ) : (
        <Table
          size="small"
          aria-label={t('tab.accounts')}
          rowKey="id"
          columns={columns}
          dataSource={accounts}
          pagination={false}
        />
      )}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      <NewAccount open={isAdding} onClose={() => setAdding(false)} />
      {reset && <ResetPassword account={reset} onClose={() => setReset(undefined)} />}
      {shown && <AccountSecurity account={shown} onClose={() => setShown(undefined)} />}
      {viewed && <ViewAs account={viewed} onClose={() => setViewed(undefined)} />}
    </>
  )
}

type Columns = TableColumnsType<Account>

/** What is chosen of an account, and answered by a dialog. */
type Choose = Record<'reset' | 'security' | 'view', (account: Account) => void>

function useColumns(onShow: TabProps['onShow'], choose: Choose): Columns {
  const { t } = useTranslation('governing')
  const isPhone = useIsPhone()
  const wide: Columns = [
    { key: 'username', title: t('account.username'), dataIndex: 'username', width: 190 },
    {
      key: 'email',
      title: t('account.email'),
      width: 240,
      render: (_, account) => (
        <Locked of={account} field="email">
          {account.email || '—'}
        </Locked>
      ),
    },
    {
      key: 'last',
      title: t('account.lastSignIn'),
      width: 170,
      className: 'number',
      render: (_, account) => (
        <Locked of={account} field="last_login">
          {account.last_login ? (
            formatInstant(account.last_login)
          ) : (
            <span className="quiet">{t('account.never')}</span>
          )}
        </Locked>
      ),
    },
  ]
  return [
    { key: 'name', title: t('account.name'), dataIndex: 'name', ellipsis: true },
    ...(isPhone ? [] : wide),
    {
      key: 'state',
      title: t('account.state'),
      width: isPhone ? 70 : 100,
      render: (_, { is_active }) => t(is_active ? 'account.open' : 'account.closed'),
    },
    {
      key: 'grants',
      title: t('account.grants'),
      width: isPhone ? 74 : 90,
      align: 'right',
      className: 'number',
      render: (_, { id, name, n_grants, ...veil }) => (
        <Locked of={veil} field="n_grants">
          <button
            type="button"
            className="text-button"
            aria-label={t('account.grantsOf', { name, count: n_grants ?? 0 })}
            onClick={() => onShow({ tab: 'grants', user: id })}
          >
            {n_grants}
          </button>
        </Locked>
      ),
    },
    actionColumn(t('actions'), isPhone ? 112 : 136, (account) => (
      <>
        <HistoryButton kind="account" id={account.id} name={account.name} compact />
        <AccountMenu account={account} choose={choose} />
      </>
    )),
  ]
}

function AccountMenu({ account, choose }: { account: Account; choose: Choose }) {
  const { t } = useTranslation('governing')
  const { t: security } = useTranslation('security')
  const { setActive } = useAccountChanges()
  const told = useTold()
  const may = useMay('access.manage_accounts')
  const { name, is_active } = account
  const turn = () =>
    told(setActive.mutateAsync({ account, is_active: !is_active }), {
      text: t(is_active ? 'account.nowClosed' : 'account.nowOpen', { name }),
      undo: (now) => setActive.mutateAsync({ account: now, is_active }),
    })
  const mayView = useMay('access.view_as')
  const act = ({ key }: { key: string }) => {
    if (key === 'turn') void turn()
    else choose[key as keyof Choose](account)
  }
  const items = [
    ...(mayView ? [{ key: 'view', label: t('account.viewAs'), disabled: !is_active }] : []),
    { key: 'security', label: security('admin.open') },
    { key: 'reset', label: t('account.reset') },
    { key: 'turn', label: t(is_active ? 'account.close' : 'account.reopen'), danger: is_active },
  ]
  return (
    <Dropdown trigger={['click']} disabled={!may} menu={{ items, onClick: act }}>
      <Button size="small" aria-label={t('actionsOf', { name })}>
        {t('actions')}
      </Button>
    </Dropdown>
  )
}
