import { Button, Select } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'

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
  level: number
  least: number
  mayLower: boolean
  onSave: (level: number) => void
}

/** Raises the class of one comment or file, and lowers it for those who may. */
export function ClassPick({ label, level, least, mayLower, onSave }: ClassPickProps) {
  const { t } = useTranslation('discussion')
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const options = useOptions(least, (one) => one >= level || mayLower)
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
      onChange={(chosen: number) => {
        setOpen(false)
        if (chosen !== level) onSave(chosen)
      }}
      onBlur={() => setOpen(false)}
    />
  )
}
