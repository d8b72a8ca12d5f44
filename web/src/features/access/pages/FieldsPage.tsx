import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { PageTabs } from '@/ui/PageTabs'
import { Channels } from '../policy/Channels'
import { ClassNames } from '../policy/ClassNames'
import { ClassRules } from '../policy/ClassRules'
import { FieldMatrix } from '../policy/FieldMatrix'
import { Readers } from '../policy/Readers'
import { FIELD_TABS, type FieldSearch, type FieldTab } from '../policy/search'
import { Versions } from '../policy/Versions'
import '../policy/policy.css'

const CONTENTS = {
  matrix: FieldMatrix,
  classes: ClassRules,
  channels: Channels,
  names: ClassNames,
  readers: Readers,
  versions: Versions,
}

/** Which class every field has, and who may see and change it. */
export function FieldsPage() {
  const { t } = useTranslation('policy')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/governance/fields' })
  const may = useMay('access.manage_policy')
  const tab: FieldTab = search.tab ?? 'matrix'
  const show = (change: FieldSearch) =>
    navigate({ to: '/governance/fields', search: { ...search, ...change }, replace: true })

  if (!may) {
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
        onShow={(key) => navigate({ to: '/governance/fields', search: { tab: key } })}
        tabs={FIELD_TABS.map((key) => {
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
