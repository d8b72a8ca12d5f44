import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/EmptyState'
import { useClear } from '@/ui/useClear'
import { ANSWERS, type AnswerSearch } from '../search'
import { AnswerTable } from './AnswerTable'

const PURPOSES = ['presence', 'sensitive_data', 'overseas_transfer', 'automated_scoring'] as const

type ConsentsProps = { search: AnswerSearch; onShow: (change: AnswerSearch) => void }

/** The whole ledger: who agreed to what, refused it, took it back, or read what they were told. */
export function Consents({ search: { who, purpose, answer }, onShow }: ConsentsProps) {
  const clear = useClear()
  const { t } = useTranslation('notices')
  const asked = purpose === 'information' ? '' : purpose
  const filter = [
    ...(who ? [`account:eq:${who}`] : []),
    ...(asked === undefined ? [] : [`purpose:eq:${asked}`]),
    ...(answer ? [`answer:eq:${answer}`] : []),
  ]

  return (
    <>
      <p className="quiet">{t('ledgerHint')}</p>
      <search className="filters">
        <Select
          allowClear={clear}
          aria-label={t('column.kind')}
          placeholder={t('column.kind')}
          value={purpose}
          onChange={(chosen) => onShow({ purpose: chosen })}
          options={[
            { value: 'information', label: t('kind.information') },
            ...PURPOSES.map((one) => ({ value: one, label: t(`purpose.${one}`) })),
          ]}
          popupMatchSelectWidth={false}
          className="filter-choice"
        />
        <Select
          allowClear={clear}
          aria-label={t('column.answer')}
          placeholder={t('column.answer')}
          value={answer}
          onChange={(chosen) => onShow({ answer: chosen })}
          options={ANSWERS.map((one) => ({ value: one, label: t(`given.${one}`) }))}
          className="filter-choice"
        />
        {who && <Button onClick={() => onShow({ who: undefined })}>{t('ofEverybody')}</Button>}
      </search>
      <AnswerTable
        filter={filter}
        empty={<EmptyState title={t('noAnswer')} hint={t('noAnswerHint')} />}
        onPerson={(id) => onShow({ who: id })}
      />
    </>
  )
}
