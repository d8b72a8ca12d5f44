import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatMoment, isoOfMinute } from '@/lib/format'
import { parseDateText, type TypedDate } from '@/ui/gantt/edit/dateText'
import { CommitInput } from './CommitInput'

type MomentInputProps = {
  label: string
  at: number | null
  /** Completes a date that was typed without a time of day. */
  complete: (typed: TypedDate) => number
  isDisabled?: boolean
  onCommit: (iso: string | null) => unknown
}

/** A date as people type it, shown as ISO; empty takes it away. */
export function MomentInput({ label, at, complete, isDisabled, onCommit }: MomentInputProps) {
  const { t } = useTranslation('planning')
  const { message } = App.useApp()
  const shown = at === null ? '' : formatMoment(isoOfMinute(at))

  const commit = (text: string) => {
    if (text.trim() === '') return onCommit(null)
    const typed = parseDateText(text, at ?? Math.floor(Date.now() / 60_000))
    if (typed === null) {
      message.error(t('notADate', { text }))
      return false
    }
    return onCommit(isoOfMinute(complete(typed)))
  }
  return <CommitInput label={label} value={shown} isDisabled={isDisabled} onCommit={commit} />
}
