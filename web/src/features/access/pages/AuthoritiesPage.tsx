import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMayAny } from '@/lib/session'
import { Page } from '@/ui/Page'
import { PageTabs } from '@/ui/PageTabs'
import { Authorities } from '../deciding/Authorities'
import { Bodies } from '../deciding/Bodies'
import { Decisions } from '../deciding/Decisions'
import { Delegations } from '../deciding/Delegations'
import { Lowerings } from '../deciding/Lowerings'
import { Separations } from '../deciding/Separations'
import { type DecidingSearch, type DecidingTab, TABS } from '../deciding/search'

const CONTENTS = {
  authorities: Authorities,
  bodies: Bodies,
  decisions: Decisions,
  lowerings: Lowerings,
  delegations: Delegations,
  separations: Separations,
}

/** Who decides what, alone or together, and who does it in whose place. */
export function AuthoritiesPage() {
  const { t } = useTranslation('deciding')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/governance/authorities' })
  const seesRules = useMayAny(['access.view_authorities', 'access.manage'])
  const tabs = TABS.filter((tab) => tab !== 'separations' || seesRules)
  const tab: DecidingTab = tabs.find((one) => one === search.tab) ?? 'authorities'
  const show = (change: DecidingSearch) =>
    navigate({ to: '/governance/authorities', search: { ...search, ...change }, replace: true })

  return (
    <Page title={t('title')} lead={t(`lead.${tab}`)}>
      <PageTabs
        active={tab}
        onShow={(key) => navigate({ to: '/governance/authorities', search: { tab: key } })}
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
