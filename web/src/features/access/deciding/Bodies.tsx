import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Table, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { EmptyState } from '@/ui/EmptyState'
import type { TabProps } from './Authorities'
import { BodyDialog } from './BodyDialog'
import { BodyDrawer } from './BodyDrawer'
import { type Body, bodiesQuery } from './queries'
import { useWords } from './words'

/** The bodies, with the rule by which each decides. */
export function Bodies({ search, onShow }: TabProps) {
  const { t } = useTranslation('deciding')
  const { named } = useWords()
  const { data: bodies } = useSuspenseQuery(bodiesQuery)
  const [isNew, setNew] = useState(false)
  const isPhone = useIsPhone()
  const mayManage = useMay('access.manage_authorities')
  const rule = (one: Body) => t('body.decides', { rule: t(`rule.${one.rule}`), count: one.quorum })
  const wide: TableColumnsType<Body> = [
    { key: 'scope', title: t('scope'), render: (_, one) => one.scope.name },
    { key: 'rule', title: t('body.rule'), render: (_, one) => rule(one) },
    { key: 'members', title: t('body.members'), width: 90, align: 'right', dataIndex: 'n_members' },
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
          <span className="quiet">{t(`bodyKind.${one.kind}`)}</span>
          {one.dissolved_at && <Tag>{t('body.dissolved')}</Tag>}
          {isPhone && <div className="quiet">{rule(one)}</div>}
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
