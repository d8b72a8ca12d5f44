import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Table, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { EmptyState } from '@/ui/EmptyState'
import { Locked } from '@/ui/Locked'
import type { TabProps } from './Authorities'
import { BodyDialog } from './BodyDialog'
import { BodyDrawer } from './BodyDrawer'
import { type Body, bodiesQuery } from './queries'
import { RuleOf } from './Terms'
import { useWords } from './words'

/** The bodies, with the rule by which each decides. */
export function Bodies({ search, onShow }: TabProps) {
  const { t } = useTranslation('deciding')
  const { named } = useWords()
  const { data: bodies } = useSuspenseQuery(bodiesQuery)
  const [isNew, setNew] = useState(false)
  const isPhone = useIsPhone()
  const mayManage = useMay('access.manage_authorities')
  const wide: TableColumnsType<Body> = [
    { key: 'scope', title: t('scope'), render: (_, one) => one.scope.name },
    { key: 'rule', title: t('body.rule'), render: (_, one) => <RuleOf of={one} /> },
    {
      key: 'members',
      title: t('body.members'),
      width: 90,
      align: 'right',
      render: (_, one) => (
        <Locked of={one} field="n_members">
          {one.n_members}
        </Locked>
      ),
    },
  ]
  const columns: TableColumnsType<Body> = [
    {
      key: 'name',
      title: t('body.name'),
      render: (_, one) => (
        <>
          <button type="button" className="text-button" onClick={() => onShow({ body: one.id })}>
            {named(one)}
          </button>{' '}
          <span className="quiet">
            <Locked of={one} field="kind">
              {t(`bodyKind.${one.kind}`)}
            </Locked>
          </span>
          {one.dissolved_at && <Tag>{t('body.dissolved')}</Tag>}
          {isPhone && (
            <div className="quiet">
              <RuleOf of={one} />
            </div>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
  ]

  return (
    <>
      {mayManage && (
        <div className="filters">
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => setNew(true)}>
            {t('body.new')}
          </Button>
        </div>
      )}
      {bodies.length === 0 ? (
        <EmptyState title={t('body.none')} hint={t('body.noneHint')} />
      ) : (
        <Table
          size="small"
          aria-label={t('tab.bodies')}
          rowKey="id"
          columns={columns}
          dataSource={bodies}
          pagination={false}
        />
      )}
      {isNew && <BodyDialog onClose={() => setNew(false)} />}
      <BodyDrawer bodyId={search.body} onClose={() => onShow({ body: undefined })} />
    </>
  )
}
