import { Button, Select } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import type { Lowerable } from '@/lib/lowering'
import { WaitingLowering } from '@/ui/lowering/WaitingLowering'
import { chooseClass, type SaveClass } from '@/ui/RecordClass'

const LEVELS = [0, 1, 2, 3]

/** The classes of what hangs on a record of one class: its own, and those above it. */
function useOptions(least: number, isOffered: (level: number) => boolean = () => true) {
  const className = useClassName()
  return LEVELS.filter((level) => level >= least).map((level) => ({
    value: level,
    label: className(level),
    disabled: !isOffered(level),
  }))
}

type ClassOfNewProps = {
  label: string
  least: number
  level: number
  onPick: (level: number) => void
}

/** The class of what is added next. */
export function ClassOfNew({ label, least, level, onPick }: ClassOfNewProps) {
  const { t } = useTranslation('discussion')
  const id = useId()
  return (
    <Select
      id={id}
      size="small"
      className="class-of-new"
      aria-label={label}
      title={t('secretHint')}
      popupMatchSelectWidth={false}
      value={Math.max(level, least)}
      options={useOptions(least)}
      onChange={onPick}
    />
  )
}

type ClassPickProps = {
  label: string
  record: Lowerable
  level: number
  least: number
  /** Whether the viewer may raise it. */
  may: boolean
  mayLower: boolean
  onSave: SaveClass
}

/** The class of one comment or file: to be raised, and for all who see it to be asked lower. */
export function ClassPick(props: ClassPickProps) {
  const { record, level, least, may } = props
  if (!may && level <= least) return null
  return (
    <>
      <Picking {...props} />
      <WaitingLowering record={record} level={level - least} />
    </>
  )
}

function Picking({ label, may, least, ...chosen }: ClassPickProps) {
  const { t } = useTranslation('discussion')
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { level } = chosen
  const options = useOptions(least, (one) => one <= level || may)
  if (!isOpen)
    return (
      <Button type="link" size="small" aria-label={label} onClick={() => setOpen(true)}>
        {t('class')}
      </Button>
    )
  return (
    <Select
      id={id}
      autoFocus
      defaultOpen
      size="small"
      aria-label={label}
      title={t('secretHint')}
      popupMatchSelectWidth={false}
      value={level}
      options={options}
      onChange={(picked: number) => {
        setOpen(false)
        chooseClass(chosen, picked)
      }}
      onBlur={() => setOpen(false)}
    />
  )
}
