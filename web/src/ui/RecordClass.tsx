import { SafetyOutlined } from '@ant-design/icons'
import { Tag } from 'antd'
import { useClassName } from '@/lib/classes'
import { InlineChoice } from './InlineEdit'

const LEVELS = [0, 1, 2, 3]

/** The class of a record that was raised; nothing is said of one that was not. */
export function ClassTag({ level }: { level: number }) {
  const className = useClassName(level > 0)
  if (level === 0) return null
  return <Tag icon={<SafetyOutlined aria-hidden />}>{className(level)}</Tag>
}

type ClassChoiceProps = {
  label: string
  level: number
  may: boolean
  mayLower: boolean
  onSave: (level: number) => void
}

/** The class of a record: raised by whoever edits it, lowered by those alone who may. */
export function ClassChoice({ label, level, may, mayLower, onSave }: ClassChoiceProps) {
  const className = useClassName()
  return (
    <InlineChoice
      label={label}
      may={may}
      value={String(level)}
      text={<ClassText level={level} />}
      options={LEVELS.map((one) => ({
        value: String(one),
        label: className(one),
        disabled: one < level && !mayLower,
      }))}
      allowClear={false}
      onSave={(chosen) => chosen !== null && Number(chosen) !== level && onSave(Number(chosen))}
    />
  )
}

function ClassText({ level }: { level: number }) {
  const className = useClassName()
  return level > 0 ? <ClassTag level={level} /> : className(0)
}
