import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/EmptyState'
import { useClear } from '@/ui/useClear'
import type { AccessSearch, GrantState } from '../search'
import { NewGrant } from './GrantDialogs'
import { GrantTable } from './GrantTable'
import { AccountPick, RolePick, ScopePick } from './Picks'
import { grantsQuery } from './queries'
import { WhoMay } from './WhoMay'

type TabProps = { search: AccessSearch; onShow: (change: AccessSearch) => void }

/** Who holds which role over what, since when and how long; and who may do something there. */
export function Grants({ search, onShow }: TabProps) {
  const clear = useClear()
  const { t } = useTranslation('governing')
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    grantsQuery(useDeferredValue(search)),
  )
  const [isGiving, setGiving] = useState(false)
  const grants = data.pages.flatMap(({ items }) => items)
  const states: GrantState[] = ['proposed', 'not_yet', 'over']

  return (
    <>
      <WhoMay search={search} onShow={onShow} />
      <h2 className="section-title">{t('grant.title', { count: data.pages[0]?.total ?? 0 })}</h2>
      <search className="filters">
        <AccountPick
          label={t('grant.user')}
          value={search.user}
          onChange={(user) => onShow({ user })}
        />
        <RolePick
          label={t('grant.role')}
          value={search.role}
          onChange={(role) => onShow({ role })}
        />
        <ScopePick
          label={t('grant.scope')}
          value={search.scope}
          onChange={(scope) => onShow({ scope })}
        />
        <Select<GrantState>
          allowClear={clear}
          aria-label={t('grant.state')}
          placeholder={t('grant.state')}
          value={search.state}
          onChange={(state) => onShow({ state })}
          options={states.map((state) => ({ value: state, label: t(`state.${state}`) }))}
          className="filter-choice"
        />
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => setGiving(true)}>
          {t('grant.new')}
        </Button>
      </search>
      {grants.length === 0 ? (
        <EmptyState title={t('grant.none')} hint={t('grant.noneHint')} />
      ) : (
        <GrantTable grants={grants} onShow={onShow} />
      )}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {isGiving && (
        <NewGrant
          initial={{ user_id: search.user, role_id: search.role, scope_id: search.scope }}
          onClose={() => setGiving(false)}
        />
      )}
    </>
  )
}
