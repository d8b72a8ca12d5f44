import { FilterOutlined } from '@ant-design/icons'
import { Button, Input, Popover, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { useClear } from '@/ui/useClear'
import { FILTERS, MINE, wordOf } from '../search'
import { usePlanAddress } from '../usePlanAddress'

/** Which rows are shown: by state, by person, by a window of days. What leads to them stays, dimmed. */
export function FilterMenu({ plan }: { plan: PlanModel }) {
  const clearable = useClear()
  const { t } = useTranslation('planning')
  const { search, show } = usePlanAddress()
  const { show: state, who, since, until } = search
  const count = [state, who, since ?? until].filter(Boolean).length
  const clear = () => show({ show: undefined, who: undefined, since: undefined, until: undefined })

  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      title={t('filter')}
      content={
        <div className="filter-form">
          <label htmlFor="filter-state">{t('filterBy.state')}</label>
          <Select
            id="filter-state"
            allowClear={clearable}
            value={state}
            placeholder={t('filterBy.all')}
            onChange={(choice) => show({ show: choice })}
            options={FILTERS.map((choice) => ({
              value: choice,
              label: t(wordOf(choice)),
            }))}
          />
          <Who plan={plan} />
          {(['since', 'until'] as const).map((side) => (
            <label key={side} htmlFor={`filter-${side}`}>
              {t(`filterBy.${side}`)}
              <Input
                id={`filter-${side}`}
                type="date"
                value={search[side] ?? ''}
                onChange={(event) => show({ [side]: event.target.value || undefined })}
              />
            </label>
          ))}
          <Button disabled={count === 0} onClick={clear}>
            {t('filterBy.clear')}
          </Button>
        </div>
      }
    >
      <Button
        icon={<FilterOutlined aria-hidden />}
        type={count > 0 ? 'primary' : 'default'}
        ghost={count > 0}
      >
        {t('filter')}
        {count > 0 && ` (${count})`}
      </Button>
    </Popover>
  )
}

function Who({ plan }: { plan: PlanModel }) {
  const clearable = useClear()
  const { t } = useTranslation('planning')
  const { search, show } = usePlanAddress()
  const names = [...new Set(plan.resources.map(({ name }) => name))].filter(Boolean)
  const isIn = plan.resources.some(({ is_own }) => is_own)
  const mine = isIn ? [{ value: MINE, label: t('filterBy.mine') }] : []

  return (
    <>
      <label htmlFor="filter-who">{t('filterBy.who')}</label>
      <Select
        id="filter-who"
        allowClear={clearable}
        showSearch
        value={search.who}
        placeholder={t('filterBy.everybody')}
        onChange={(name) => show({ who: name })}
        options={[...mine, ...names.map((name) => ({ value: name, label: name }))]}
      />
      {isIn && (
        <Button type="link" size="small" onClick={() => show({ who: MINE })}>
          {t('filterBy.mine')}
        </Button>
      )}
    </>
  )
}
