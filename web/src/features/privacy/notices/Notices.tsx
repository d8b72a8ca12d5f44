import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Table, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { EmptyState } from '@/ui/EmptyState'
import { NewNoticeDialog } from './NewNoticeDialog'
import { NoticeDrawer } from './NoticeDrawer'
import { useTitle } from './OwnNotices'
import { type ManagedNotice, noticesQuery } from './queries'
import './notices.css'

type NoticesProps = { shown: string | undefined; onShow: (id: string | undefined) => void }

/** What the company tells and asks, in which version, and what people answered. */
export function Notices({ shown, onShow }: NoticesProps) {
  const { t } = useTranslation('notices')
  const { data } = useSuspenseQuery(noticesQuery)
  const [isAdding, setAdding] = useState(false)
  const columns = useColumns(onShow)
  return (
    <>
      <div className="filters">
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {t('new')}
        </Button>
      </div>
      {data.items.length === 0 ? (
        <EmptyState title={t('none')} hint={t('noneHint')} />
      ) : (
        <Table
          size="small"
          aria-label={t('all')}
          rowKey="id"
          columns={columns}
          dataSource={data.items}
          pagination={false}
        />
      )}
      <NewNoticeDialog
        open={isAdding}
        notices={data}
        onClose={() => setAdding(false)}
        onMade={onShow}
      />
      {shown && (
        <NoticeDrawer
          key={shown}
          id={shown}
          mayPublish={data.may_publish}
          mayReadAnswers={data.may_read_answers}
          onClose={() => onShow(undefined)}
        />
      )}
    </>
  )
}

/** What a notice is called: as it is in force, or as it is being written. */
export function useNoticeName() {
  const { t } = useTranslation('notices')
  const titleOf = useTitle()
  return ({ in_force, draft }: ManagedNotice): string =>
    titleOf(in_force ?? draft ?? { title: '', title_en: '' }) || t('untitled')
}

/** Whether a notice tells everybody something, or asks for which purpose. */
export function useNoticeKind() {
  const { t } = useTranslation('notices')
  return ({ kind, purpose }: ManagedNotice): string =>
    kind === 'consent'
      ? t('consentFor', { purpose: t(`purpose.${purpose}`) })
      : t('kind.information')
}

function useColumns(onShow: (id: string) => void): TableColumnsType<ManagedNotice> {
  const { t } = useTranslation('notices')
  const isPhone = useIsPhone()
  const nameOf = useNoticeName()
  const kindOf = useNoticeKind()
  const wide: TableColumnsType<ManagedNotice> = [
    { key: 'kind', title: t('column.kind'), width: 240, render: (_, one) => kindOf(one) },
    {
      key: 'basis',
      title: t('column.basis'),
      width: 190,
      render: (_, one) => t(`basis.${one.basis}`),
    },
    {
      key: 'version',
      title: t('column.version'),
      width: 190,
      render: (_, one) => <InForce of={one} />,
    },
  ]
  return [
    {
      key: 'title',
      title: t('column.title'),
      render: (_, one) => (
        <>
          <button type="button" className="text-button" onClick={() => onShow(one.id)}>
            {nameOf(one)}
          </button>
          {isPhone && (
            <div className="quiet">
              {kindOf(one)} · <InForce of={one} />
            </div>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
    {
      key: 'answers',
      title: t('column.answers'),
      width: isPhone ? 130 : 260,
      render: (_, one) => <Counts of={one} />,
    },
  ]
}

function InForce({ of }: { of: ManagedNotice }) {
  const { t } = useTranslation('notices')
  const { in_force, draft } = of
  return (
    <>
      {in_force
        ? t('inForce', { number: in_force.number, date: formatDate(in_force.effective_on) })
        : t('notInForce')}{' '}
      {draft && <Tag>{t('hasDraft')}</Tag>}
    </>
  )
}

const COUNTED = {
  information: ['acknowledged', 'open'],
  consent: ['agreed', 'refused', 'withdrawn', 'open'],
} as const

/** How many answered in which way. */
export function Counts({ of: { kind, answers } }: { of: ManagedNotice }) {
  const { t } = useTranslation('notices')
  if (!answers) return <>—</>
  return (
    <span className="notice-counts">
      {COUNTED[kind].map((one) => (
        <span key={one} className="number">
          {t(`count.${one}`, { count: answers[one] })}
        </span>
      ))}
    </span>
  )
}
