import { LockOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'

type TaskNameProps = {
  /** Null where it is locked to the viewer. */
  name: string | null
  /** What stands in its place: its number. */
  mark?: number
  /** The class that locks it, where that is known. */
  level?: number | null
}

/** What a task is called, or a lock with its number. */
export function TaskName({ name, mark, level = null }: TaskNameProps) {
  const { t } = useTranslation('ui')
  const className = useClassName(name === null && level !== null)
  if (name !== null) return name
  const word = level === null ? t('locked') : className(level)
  return (
    <span className="quiet" title={t('lockedTask', { name: word })}>
      <LockOutlined aria-label={word} /> {mark === undefined ? word : `#${mark}`}
    </span>
  )
}
