import { Tabs } from 'antd'
import { type ReactNode, Suspense } from 'react'
import { PageSkeleton } from './PageSkeleton'

type PageTabsProps<Key extends string> = {
  active: Key
  tabs: { key: Key; label: string; children: ReactNode }[]
  onShow: (key: Key) => void
}

/** The parts of one page, of which one is shown; on a phone their names wrap. */
export function PageTabs<Key extends string>({ active, tabs, onShow }: PageTabsProps<Key>) {
  return (
    <Tabs
      className="tabs-wrapped"
      destroyOnHidden
      activeKey={active}
      onChange={(key) => onShow(key as Key)}
      items={tabs.map(({ key, label, children }) => ({
        key,
        label,
        children: (
          <Suspense fallback={<PageSkeleton />}>
            <div className="tab-body">{children}</div>
          </Suspense>
        ),
      }))}
    />
  )
}
