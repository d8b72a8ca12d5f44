import { useNavigate, useSearch } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayAny } from '@/lib/session'
import { Page } from '@/ui/Page'
import { PageSkeleton } from '@/ui/PageSkeleton'
import { Authorities } from '../deciding/Authorities'
import { Bodies } from '../deciding/Bodies'
import { Decisions } from '../deciding/Decisions'
import { Delegations } from '../deciding/Delegations'
import { Separations } from '../deciding/Separations'
import { type DecidingSearch, type DecidingTab, TABS } from '../deciding/search'

const CONTENTS = {
  authorities: Authorities,
  bodies: Bodies,
  decisions: Decisions,
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
  const tab: DecidingTab = search.tab ?? 'authorities'
  const show = (change: DecidingSearch) =>
    navigate({ to: '/governance/authorities', search: { ...search, ...change }, replace: true })

  return (
    <Page title={t('title')} lead={t(`lead.${tab}`)}>
      <Tabs
        activeKey={tab}
        onChange={(key) =>
          navigate({ to: '/governance/authorities', search: { tab: key as DecidingTab } })
        }
        destroyOnHidden
        items={tabs.map((key) => {
          const Content = CONTENTS[key]
          return {
            key,
            label: t(`tab.${key}`),
            children: (
              <Suspense fallback={<PageSkeleton />}>
                <div className="tab-body">
                  <Content search={search} onShow={show} />
                </div>
              </Suspense>
            ),
          }
        })}
      />
    </Page>
  )
}
