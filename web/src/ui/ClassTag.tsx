import { SafetyOutlined } from '@ant-design/icons'
import { Tag } from 'antd'
import { useClassName } from '@/lib/classes'

/** The class of a record that was raised; nothing is said of one that was not. */
export function ClassTag({ level }: { level: number }) {
  const className = useClassName(level > 0)
  if (level === 0) return null
  return <Tag icon={<SafetyOutlined aria-hidden />}>{className(level)}</Tag>
}
