import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { LOCKED } from '@/lib/lockedName'
import type { WorkTask } from './queries'

/** Why a task is where it is in the list, in words. */
export function useWhyText() {
  const { t } = useTranslation('work')
  return (task: WorkTask): string => {
    const other = task.waits_for.find(({ is_mine }) => !is_mine)
    if (task.why === 'waits' && other) {
      if (!other.name) return t('why.waitsHidden')
      const people = other.people.join(t('comma'))
      return t(people ? 'why.waitsFor' : 'why.waits', { name: other.name, people })
    }
    return t(`why.${task.why}`, {
      count: task.days_late,
      start: formatDate(task.start),
      finish: formatDate(task.actual_finish ?? task.finish),
      reason: task.blocked_because ?? LOCKED,
    })
  }
}
