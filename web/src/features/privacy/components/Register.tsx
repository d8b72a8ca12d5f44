import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Table, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { save } from '@/lib/save'
import { useIsPhone } from '@/lib/useIsPhone'
import { assessmentOf } from '../assessment'
import { REGISTER, type RegisterEntry, registerQuery } from '../queries'
import { basisOf, fieldOf, keptOf, readersOf, tableOf, toldOf } from '../words'

const saveAssessment = (entries: RegisterEntry[], t: TFunction<'privacy'>) =>
  save(
    new Blob([assessmentOf(entries, t, new Date())], { type: 'text/markdown' }),
    `${t('assessment.download')}.md`,
  )

/** Each personal field with its purpose, ground, period and readers. */
export function Register() {
  const { t } = useTranslation(['privacy', 'governing'])
  const { data } = useSuspenseQuery(registerQuery)
  const columns = useColumns()
  return (
    <>
      <div className="filters">
        <Button href={REGISTER} download>
          {t('register.csv')}
        </Button>
        <Button onClick={() => saveAssessment(data, t)}>{t('assessment.download')}</Button>
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
  const { t, i18n } = useTranslation(['privacy', 'governing'])
  const isPhone = useIsPhone()
  const wide: TableColumnsType<RegisterEntry> = [
    {
      key: 'purpose',
      title: t('register.purpose'),
      render: (_, one) => basisOf(`${one.basis}: ${one.purpose}`, t),
    },
    { key: 'days', title: t('register.kept'), width: 130, render: (_, one) => keptOf(one, t) },
    {
      key: 'readers',
      title: t('register.readers'),
      width: 170,
      render: (_, one) => readersOf(one, t),
    },
    {
      key: 'notices',
      title: t('register.notices'),
      width: 260,
      render: (_, one) => toldOf(one, t, i18n.language),
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
          {tableOf(one.table, t)} · {fieldOf(one.field, t)}
          {isPhone && (
            <div className="quiet">
              {basisOf(one.basis, t)} · {keptOf(one, t)}
            </div>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
  ]
}
