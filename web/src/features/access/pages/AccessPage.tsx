import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { PageTabs } from '@/ui/PageTabs'
import { Accounts } from '../governing/Accounts'
import { Glass } from '../governing/Glass'
import { Grants } from '../governing/Grants'
import { Roles } from '../governing/Roles'
import { type AccessSearch, type AccessTab, TABS } from '../search'

const CONTENTS = { accounts: Accounts, roles: Roles, grants: Grants, glass: Glass }

/** Who signs in, which roles there are, and who holds which over what. */
export function AccessPage() {
  const { t } = useTranslation('governing')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/governance/access' })
  const manages = useMay('access.manage')
  const hasAccounts = useMay('access.manage_accounts') || manages
  const hasGlass = useMay('access.break_glass') || manages
  const tabs = TABS.filter((one) => {
    if (one === 'accounts') return hasAccounts
    return one === 'glass' ? hasGlass : manages
  })
  const tab: AccessTab | undefined = tabs.find((one) => one === search.tab) ?? tabs[0]
  const show = (change: AccessSearch) =>
    navigate({ to: '/governance/access', search: { ...search, ...change }, replace: true })

  if (!tab) {
    return (
      <Page title={t('title')}>
        <EmptyState title={t('notForYou')} hint={t('notForYouHint')} />
      </Page>
    )
  }
  return (
    <Page title={t('title')} lead={t(`lead.${tab}`)}>
      <PageTabs
        active={tab}
        onShow={(key) => navigate({ to: '/governance/access', search: { tab: key } })}
        tabs={tabs.map((key) => {
          const Content = CONTENTS[key]
          return {
            key,
            label: t(`tab.${key}`),
            children: <Content search={search} onShow={show} />,
          }
        })}
      />
    </Page>
  )
}
