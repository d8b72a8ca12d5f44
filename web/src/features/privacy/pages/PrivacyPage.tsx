import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay, useMayAny } from '@/lib/session'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { PageTabs } from '@/ui/PageTabs'
import { Holds } from '../components/Holds'
import { People } from '../components/People'
import { Register } from '../components/Register'
import { Retention } from '../components/Retention'
import { Consents } from '../notices/Consents'
import { Notices } from '../notices/Notices'
import type { PrivacySearch, PrivacyTab } from '../search'

/** Any of these opens whose data is held, and the register of it. */
const LOOK_AFTER = ['access.erase', 'access.hold', 'access.retain', 'access.export_personal']

/** What is held of people, and what is done about it. */
export function PrivacyPage() {
  const { t } = useTranslation('privacy')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/governance/privacy' })
  const mayLookAfter = useMayAny(LOOK_AFTER)
  const mayHold = useMay('access.hold')
  const mayTell = useMayAny(['access.manage_notices', 'access.publish_notices'])
  const mayReadAnswers = useMay('access.read_consents')
  const mayRetain = useMay('access.retain')
  const show = (change: PrivacySearch) =>
    navigate({ to: '/governance/privacy', search: { ...search, ...change }, replace: true })
  const tabs: { key: PrivacyTab; isShown: boolean; children: React.ReactNode }[] = [
    { key: 'people', isShown: mayLookAfter, children: <People search={search} onShow={show} /> },
    { key: 'holds', isShown: mayHold, children: <Holds /> },
    { key: 'retention', isShown: mayRetain, children: <Retention /> },
    { key: 'register', isShown: mayLookAfter, children: <Register /> },
    {
      key: 'notices',
      isShown: mayTell,
      children: <Notices shown={search.notice} onShow={(notice) => show({ notice })} />,
    },
    {
      key: 'consents',
      isShown: mayReadAnswers,
      children: <Consents search={search} onShow={show} />,
    },
  ]
  const shown = tabs.filter(({ isShown }) => isShown)
  const tab = shown.find(({ key }) => key === search.tab) ?? shown[0]

  if (!tab) {
    return (
      <Page title={t('title')}>
        <EmptyState title={t('notForYou')} hint={t('notForYouHint')} />
      </Page>
    )
  }
  return (
    <Page title={t('title')} lead={t('lead')}>
      <PageTabs
        active={tab.key}
        onShow={(key) => navigate({ to: '/governance/privacy', search: { tab: key } })}
        tabs={shown.map(({ key, children }) => ({ key, label: t(`tab.${key}`), children }))}
      />
    </Page>
  )
}
