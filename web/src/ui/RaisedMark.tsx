import { SafetyOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'

/** A quiet sign that a task is raised above its project, for those who may read it. */
export function RaisedMark({ level }: { level: number }) {
  const { t } = useTranslation('ui')
  const className = useClassName()
  const words = t('raised', { name: className(level) })
  return (
    <span className="quiet raised-mark" title={words}>
      <SafetyOutlined aria-label={words} />
    </span>
  )
}
