import { useTranslation } from 'react-i18next'
import { isPlanClosed } from '@/lib/classes'
import { formatDate, formatNumber, formatPercent } from '@/lib/format'
import { Health } from '@/ui/Health'
import { Locked, Unseen } from '@/ui/Locked'
import { Slip } from '@/ui/Slip'
import type { FieldName } from '../fields'
import type { Group } from '../queries'
import { LOCKED } from '../rows'
import { useChoiceText } from '../useChoiceText'

type GroupSummaryProps = { group: Group; field: FieldName; isShort?: boolean }

/** What the projects of a group have in common, how many they are and what they come to. */
export function GroupSummary({ group, field, isShort = false }: GroupSummaryProps) {
  const { t, i18n } = useTranslation('projects')
  const choiceText = useChoiceText()
  const { n_tasks, percent_complete, slip_minutes, start, finish, cost_minor } = group.measures

  return (
    <>
      <span className="group-name">
        {group.key === LOCKED ? (
          <Locked of={{ _locked: [field] }} field={field}>
            {null}
          </Locked>
        ) : field === 'health' ? (
          <Health value={group.key} />
        ) : field === 'unit' && !group.key ? (
          <Unseen />
        ) : (
          (group.label ?? choiceText(field, group.key))
        )}
      </span>
      <span className="quiet number">{t('count', { count: group.count })}</span>
      {!isShort && (
        <>
          {typeof n_tasks === 'number' && (
            <span className="quiet number">
              {t('measure.tasks', { n: formatNumber(n_tasks, i18n.language) })}
            </span>
          )}
          {typeof percent_complete === 'number' && (
            <span className="quiet number">
              {t('measure.complete', { share: formatPercent(percent_complete) })}
            </span>
          )}
          {typeof slip_minutes === 'number' && slip_minutes > 0 && (
            <span className="quiet">
              {t('measure.worst')} <Slip minutes={slip_minutes} />
            </span>
          )}
          {cost_minor !== null && cost_minor !== undefined && (
            <span className="quiet number">
              {t(group._coarse?.includes('cost_minor') ? 'measure.coarseCost' : 'measure.cost', {
                sum: formatNumber(cost_minor / 100, i18n.language),
              })}
            </span>
          )}
          {!isPlanClosed(group) && (
            <Locked of={group} field="cost_minor">
              {null}
            </Locked>
          )}
          <Locked of={group} field="start">
            <span className="quiet number">
              {formatDate(start)} – {formatDate(finish)}
            </span>
          </Locked>
        </>
      )}
    </>
  )
}
