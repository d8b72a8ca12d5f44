import { useClassName } from '@/lib/classes'
import { InlineChoice } from './InlineEdit'

const LEVELS = [0, 1, 2, 3]

type ClassChoiceProps = {
  label: string
  level: number
  may: boolean
  mayLower: boolean
  /** The class of what it is part of: it is of none below. */
  least?: number
  onSave: (level: number) => void
}

/** The class of a record: raised by whoever edits it, lowered by those alone who may. */
export function ClassChoice({ label, level, may, mayLower, least = 0, onSave }: ClassChoiceProps) {
  const className = useClassName()
  return (
    <InlineChoice
      label={label}
      may={may}
      value={String(level)}
      text={className(level)}
      options={LEVELS.map((one) => ({
        value: String(one),
        label: className(one),
        disabled: one < least || (one < level && !mayLower),
      }))}
      allowClear={false}
      onSave={(chosen) => chosen !== null && Number(chosen) !== level && onSave(Number(chosen))}
    />
  )
}
