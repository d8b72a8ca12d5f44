import { useTranslation } from 'react-i18next'
import type { TaskState } from '@/ui/gantt/model/plan'

/** A state in words, with a shape of its own beside the colour. */
export function StateMark({ state }: { state: TaskState }) {
  const { t } = useTranslation('planning')
  return (
    <span className="state-mark" data-state={state}>
      <span className="state-shape" aria-hidden />
      {t(`state.${state}`)}
    </span>
  )
}
