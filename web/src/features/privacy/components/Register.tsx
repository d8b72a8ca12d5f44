import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { REGISTER, type RegisterEntry, registerQuery } from '../queries'

/** Each personal field with its purpose, ground, period and readers. */
export function Register() {
  const { t } = useTranslation('privacy')
  const { data } = useSuspenseQuery(registerQuery)
  const columns = useColumns()
  return (
    <>
      <div className="filters">
        <Button href={REGISTER} download>
          {t('register.csv')}
        </Button>
        <span className="quiet">{t('register.count', { count: data.length })}</span>
      </div>
      <Table
        size="small"
        aria-label={t('tab.register')}
        rowKey={({ table, field }) => `${table}.${field}`}
        columns={columns}
        dataSource={data}
        pagination={false}
      />
    </>
  )
}

function useColumns(): TableColumnsType<RegisterEntry> {
  const { t } = useTranslation('privacy')
  const isPhone = useIsPhone()
  const nameOf = (table: string) => t(`table.${table.replace('.', '_')}`, { defaultValue: table })
  const days = ({ retention, days: number }: RegisterEntry) =>
    number === null
      ? t(`retention.name.${retention.replaceAll(' ', '_')}`, { defaultValue: retention })
      : t('register.days', { count: number })
  const wide: TableColumnsType<RegisterEntry> = [
    {
      key: 'purpose',
      title: t('register.purpose'),
      render: (_, one) => `${one.basis}: ${one.purpose}`,
    },
    { key: 'days', title: t('register.kept'), width: 130, render: (_, one) => days(one) },
    {
      key: 'readers',
      title: t('register.readers'),
      render: (_, one) => one.readers.join(t('separator')) || t('register.themselves'),
    },
    {
      key: 'where',
      title: t('register.where'),
      width: 160,
      render: (_, one) => one.where.map((place) => t(`place.${place}`, place)).join(t('separator')),
    },
  ]
  return [
    {
      key: 'field',
      title: t('register.field'),
      render: (_, one) => (
        <>
          {nameOf(one.table)} · {one.field}
          {isPhone && (
            <div className="quiet">
              {one.basis} · {days(one)}
            </div>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
  ]
}
