import { DeleteOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Operation } from '@/ui/gantt/edit/operations'
import { formatTerms, parseTerms } from '@/ui/gantt/edit/predecessors'
import type { PlanCrossLink, PlanModel } from '@/ui/gantt/model/plan'
import { CommitInput } from './CommitInput'

type CrossLinkTermsProps = {
  plan: PlanModel
  link: PlanCrossLink
  onEdit: (operations: Operation[]) => Promise<unknown>
}

/** Type and lag of a link from another project, typed as in the column of predecessors; and its end. */
export function CrossLinkTerms({ plan, link, onEdit }: CrossLinkTermsProps) {
  const { t } = useTranslation('planning')
  const { message } = App.useApp()
  const { id, type, lag, lag_unit } = link
  const name = link.ghost.name ?? t('hiddenTask')
  const edit = (operation: Operation) => onEdit([operation]).catch(() => undefined)
  const set = (typed: string) => {
    const fields = parseTerms(typed, plan.project)
    if (fields === null) return message.error(t('cross.unreadable'))
    return edit({ op: 'update_cross_link', id, fields })
  }

  return (
    <span className="cross-terms">
      {type !== null && lag !== null && lag_unit !== null && (
        <CommitInput
          label={t('cross.terms', { name })}
          value={formatTerms({ type, lag, lag_unit }, plan.project)}
          onCommit={set}
        />
      )}
      {link.is_driving && <strong className="quiet nowrap">{t('driving')}</strong>}
      <Button
        type="text"
        size="small"
        aria-label={t('removeLink', { name })}
        icon={<DeleteOutlined />}
        onClick={() => edit({ op: 'delete_cross_link', id })}
      />
    </span>
  )
}
