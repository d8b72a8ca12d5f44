import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { isoOfMinute } from '@/lib/format'
import { finishFrom, startFrom } from '@/ui/gantt/edit/dateText'
import type { TaskFields } from '@/ui/gantt/edit/operations'
import { calendarOf } from '@/ui/gantt/model/outline'
import type { ConstraintCode, PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { MomentInput } from './MomentInput'

export type FieldsProps = {
  plan: PlanModel
  task: PlanTask
  save: (fields: TaskFields) => unknown
}

const CONSTRAINTS: ConstraintCode[] = ['asap', 'alap', 'snet', 'snlt', 'fnet', 'fnlt', 'mso', 'mfo']
/** Those that another can stand beside. */
const OPEN: ConstraintCode[] = ['snet', 'snlt', 'fnet', 'fnlt']
const DATELESS = new Set<string | null>(['asap', 'alap', null])
const completeFor = (code: ConstraintCode | null) =>
  ['fnet', 'fnlt', 'mfo'].includes(code ?? '') ? finishFrom : startFrom
/** Where a new limit lies at first: on the date that it limits. */
const dateFor = (code: ConstraintCode, task: PlanTask) =>
  isoOfMinute(/^(f|mf)/.test(code) ? task.finish : task.start)

/** The constraint of a task, and the second one that Primavera allows beside it. */
export function TaskConstraints({ plan, task, save }: FieldsProps) {
  const { t } = useTranslation('planning')
  const calendar = calendarOf(plan, task)

  return (
    <>
      <Form.Item label={t('field.constraint')}>
        <Select<ConstraintCode>
          aria-label={t('field.constraint')}
          value={task.constraint ?? 'asap'}
          options={CONSTRAINTS.map((value) => ({ value, label: t(`constraint.${value}`) }))}
          popupMatchSelectWidth={false}
          onChange={(constraint) =>
            save(
              DATELESS.has(constraint)
                ? { constraint, constraint_at: null }
                : { constraint, constraint_at: isoOfMinute(task.constraint_at ?? task.start) },
            )
          }
        />
      </Form.Item>
      {!DATELESS.has(task.constraint) && (
        <Form.Item label={t('field.constraint_at')}>
          <MomentInput
            label={t('field.constraint_at')}
            at={task.constraint_at}
            complete={(typed) => completeFor(task.constraint)(typed, calendar)}
            onCommit={(constraint_at) =>
              constraint_at && save({ constraint: task.constraint ?? 'snet', constraint_at })
            }
          />
        </Form.Item>
      )}
      <SecondConstraint plan={plan} task={task} save={save} />
    </>
  )
}

function SecondConstraint({ plan, task, save }: FieldsProps) {
  const { t } = useTranslation('planning')
  const { constraint, second_constraint: second } = task
  if (task.kind === 'summary' || constraint === null || !OPEN.includes(constraint)) return null
  const others = OPEN.filter((code) => code !== constraint)

  return (
    <>
      <Form.Item label={t('field.second_constraint')}>
        <Select<ConstraintCode>
          aria-label={t('field.second_constraint')}
          value={second ?? 'asap'}
          options={[
            { value: 'asap' as const, label: t('noSecond') },
            ...others.map((value) => ({ value, label: t(`constraint.${value}`) })),
          ]}
          popupMatchSelectWidth={false}
          onChange={(second_constraint) =>
            save(
              second_constraint === 'asap'
                ? { second_constraint }
                : { second_constraint, second_constraint_at: dateFor(second_constraint, task) },
            )
          }
        />
      </Form.Item>
      {!DATELESS.has(second) && (
        <Form.Item label={t('field.second_constraint_at')}>
          <MomentInput
            label={t('field.second_constraint_at')}
            at={task.second_constraint_at}
            complete={(typed) => completeFor(second)(typed, calendarOf(plan, task))}
            onCommit={(second_constraint_at) =>
              second_constraint_at &&
              save({ second_constraint: second ?? 'fnlt', second_constraint_at })
            }
          />
        </Form.Item>
      )}
    </>
  )
}
