import type { ReactNode } from 'react'
import { useClassName } from '@/lib/classes'
import { askingInstead, askToLower, type Lowerable } from '@/lib/lowering'
import { InlineChoice } from './InlineEdit'
import { WaitingLowering } from './lowering/WaitingLowering'

const LEVELS = [0, 1, 2, 3]

/** Gives a record another class; what is refused is first told to `met`, which may answer it. */
export type SaveClass = (level: number, met: (refusal: unknown) => boolean) => unknown

type Chosen = { record: Lowerable; level: number; mayLower: boolean; onSave: SaveClass }

/** Saves a class that was chosen, or asks another person for it. */
export function chooseClass({ record, level, mayLower, onSave }: Chosen, chosen: number) {
  if (chosen === level) return
  const wish = { record, was: level, classification: chosen }
  if (chosen < level && !mayLower) askToLower(wish)
  else onSave(chosen, chosen < level ? askingInstead(wish) : () => false)
}

type ClassChoiceProps = Chosen & {
  label: string
  /** Whether the viewer edits the record, and so may raise it. */
  may: boolean
  /** The class of what it is part of: it is of none below. */
  least?: number
  /** How the class stands there, where it does not stand as its name. */
  shown?: ReactNode
}

/** The class of a record: raised by whoever edits it; whoever sees it can ask for a lower one. */
export function ClassChoice({ label, may, least = 0, shown, ...chosen }: ClassChoiceProps) {
  const className = useClassName()
  const { record, level } = chosen
  return (
    <span className="class-choice">
      <InlineChoice
        label={label}
        may={may || level > least}
        value={String(level)}
        text={shown ?? className(level)}
        options={LEVELS.map((one) => ({
          value: String(one),
          label: className(one),
          disabled: one < least || (one > level && !may),
        }))}
        allowClear={false}
        onSave={(picked) => picked !== null && chooseClass(chosen, Number(picked))}
      />
      <WaitingLowering record={record} level={level} />
    </span>
  )
}
