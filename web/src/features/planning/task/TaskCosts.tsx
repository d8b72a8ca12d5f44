import { useQuery } from '@tanstack/react-query'
import { Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatMoney } from '@/lib/format'
import type { TaskFields } from '@/ui/gantt/edit/operations'
import { type CostColumn, readMinor, writeMinor } from '@/ui/gantt/model/costs'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { Locked } from '@/ui/Locked'
import { CommitInput } from '../components/CommitInput'
import { type Costs, costsQuery, veiledCosts } from '../costs'

type TaskCostsProps = {
  plan: PlanModel
  task: PlanTask
  readOnly: boolean
  save: (fields: TaskFields) => unknown
}

/** What a task costs: values, fields to type into, or locks, as the policy has it. */
export function TaskCosts({ plan, task, readOnly, save }: TaskCostsProps) {
  const { t, i18n } = useTranslation('task')
  const { data: costs } = useQuery(costsQuery(plan.project.id, plan.plan_version))
  const row = costs?.tasks.rows.find(([id]) => id === task.id)
  if (!costs || !row) return null
  const veiled = veiledCosts(costs, task)
  return (
    <section className="section" aria-label={t('costs')}>
      <h4 className="section-title">{t('costs')}</h4>
      <Form layout="vertical" component="div" className="task-form">
        {costs.fields.map(({ name, effect }) => {
          const minor = row[costs.tasks.columns.indexOf(name)] as number | null
          const isOpen = effect === 'write' || (effect === 'write_once' && !minor)
          const isTyped = isOpen && !readOnly && task.kind !== 'summary'
          return (
            <Form.Item key={name} label={t(`cost.${name}`)} extra={hint(effect, isTyped, t)}>
              <Locked
                of={veiled}
                field={name}
                kind={task.kind === 'summary' ? undefined : 'task'}
                read={(value) => formatMoney(Number(value), costs.currency, i18n.language)}
              >
                <Cost {...{ name, minor, isTyped, save }} currency={costs.currency} />
              </Locked>
            </Form.Item>
          )
        })}
      </Form>
    </section>
  )
}

/** What is written once says so before it is too late. */
function hint(
  effect: Costs['fields'][number]['effect'],
  isTyped: boolean,
  t: (key: 'writtenOnce') => string,
) {
  return effect === 'write_once' && isTyped ? t('writtenOnce') : undefined
}

type CostProps = {
  name: CostColumn
  minor: number | null
  currency: string
  isTyped: boolean
  save: TaskCostsProps['save']
}

function Cost({ name, minor, currency, isTyped, save }: CostProps) {
  const { t, i18n } = useTranslation('task')
  if (!isTyped) {
    return (
      <span className="number">{minor ? formatMoney(minor, currency, i18n.language) : '—'}</span>
    )
  }
  return (
    <CommitInput
      label={t(`cost.${name}`)}
      suffix={currency}
      value={writeMinor(minor)}
      onCommit={(typed) => {
        const read = readMinor(typed)
        return read === null ? false : save({ [name]: read })
      }}
    />
  )
}
