import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { daysOf } from '@/lib/format'
import { finishFrom, startFrom } from '@/ui/gantt/edit/dateText'
import type { Operation, ProjectFields } from '@/ui/gantt/edit/operations'
import { parseMoment } from '@/ui/gantt/model/moments'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { CommitInput } from './CommitInput'
import { MomentInput } from './MomentInput'

type PlanSettingsProps = {
  plan: PlanModel
  readOnly: boolean
  onEdit: (operations: Operation[]) => Promise<unknown>
}
type Save = (fields: ProjectFields) => unknown
type SettingProps = { plan: PlanModel; save: Save }

const PROGRESS_MODES = ['retained_logic', 'progress_override', 'actual_dates'] as const
const LAG_CALENDARS = ['predecessor', 'successor', 'project', 'elapsed'] as const
const ENDS = ['start', 'finish'] as const

const oneOf = <T extends string>(choices: readonly T[], value: string | undefined) =>
  choices.find((choice) => choice === value)

/** What the schedule of the whole plan depends on; each change reschedules it. */
export function PlanSettings({ plan, readOnly, onEdit }: PlanSettingsProps) {
  const { t } = useTranslation('planning')
  const { project, projectCalendar } = plan
  const save: Save = (fields) => onEdit([{ op: 'update_project', fields }]).catch(() => undefined)

  return (
    <div className="section">
      {!readOnly && <p className="quiet">{t('settingsHint')}</p>}
      <Form layout="vertical" component="div" disabled={readOnly}>
        <Form.Item label={t('setting.status_date')} extra={t('statusHint')}>
          <MomentInput
            label={t('setting.status_date')}
            at={parseMoment(project.status_date ?? '')}
            complete={(typed) => finishFrom(typed, projectCalendar)}
            onCommit={(status_date) => save({ status_date })}
          />
        </Form.Item>
        <Ends plan={plan} save={save} />
        <Rules plan={plan} save={save} />
      </Form>
    </div>
  )
}

/** From which end the plan is scheduled, and where that end is. */
function Ends({ plan, save }: SettingProps) {
  const { t } = useTranslation('planning')
  const { project, projectCalendar } = plan
  const isBackwards = project.scheduled_from === 'finish'

  const turn = (scheduled_from: 'start' | 'finish') =>
    save(
      scheduled_from === 'finish'
        ? { scheduled_from, required_finish: project.required_finish ?? project.finish }
        : { scheduled_from },
    )

  return (
    <>
      <Form.Item label={t('setting.scheduled_from')}>
        <Select
          aria-label={t('setting.scheduled_from')}
          value={oneOf(ENDS, project.scheduled_from)}
          options={ENDS.map((value) => ({ value, label: t(`scheduledFrom.${value}`) }))}
          onChange={turn}
        />
      </Form.Item>
      <Form.Item label={t('setting.start')}>
        <MomentInput
          label={t('setting.start')}
          at={parseMoment(project.start ?? '')}
          complete={(typed) => startFrom(typed, projectCalendar)}
          isDisabled={isBackwards}
          onCommit={(start) => start && save({ start })}
        />
      </Form.Item>
      <Form.Item label={t('setting.required_finish')}>
        <MomentInput
          label={t('setting.required_finish')}
          at={parseMoment(project.required_finish ?? '')}
          complete={(typed) => finishFrom(typed, projectCalendar)}
          onCommit={(required_finish) =>
            (required_finish || !isBackwards) && save({ required_finish })
          }
        />
      </Form.Item>
    </>
  )
}

/** How progress and lags are reckoned, and what counts as nearly critical. */
function Rules({ plan, save }: SettingProps) {
  const { t } = useTranslation('planning')
  const { project } = plan
  const near = daysOf(project.near_critical_minutes ?? 0, project.minutes_per_day)

  return (
    <>
      <Form.Item label={t('setting.progress_mode')}>
        <Select
          aria-label={t('setting.progress_mode')}
          value={oneOf(PROGRESS_MODES, project.progress_mode)}
          options={PROGRESS_MODES.map((value) => ({ value, label: t(`progressMode.${value}`) }))}
          onChange={(progress_mode) => save({ progress_mode })}
        />
      </Form.Item>
      <Form.Item label={t('setting.lag_calendar')}>
        <Select
          aria-label={t('setting.lag_calendar')}
          value={oneOf(LAG_CALENDARS, project.lag_calendar)}
          options={LAG_CALENDARS.map((value) => ({ value, label: t(`lagCalendar.${value}`) }))}
          onChange={(lag_calendar) => save({ lag_calendar })}
        />
      </Form.Item>
      <Form.Item label={t('setting.near_critical')}>
        <CommitInput
          label={t('setting.near_critical')}
          type="number"
          value={String(near)}
          onCommit={(days) =>
            Number(days) >= 0 &&
            save({ near_critical_minutes: Math.round(Number(days) * project.minutes_per_day) })
          }
        />
      </Form.Item>
    </>
  )
}
