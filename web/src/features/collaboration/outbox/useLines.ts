import type { Entry } from '@/lib/outbox/entry'
import { describeEntry } from '@/lib/outbox/outbox'
import { useValueText } from './useValueText'

/** What a change says, line by line, as it is shown and copied. */
export function useLines() {
  const { fieldText, valueText } = useValueText()
  return (entry: Entry) => {
    const { where = '', lines = [] } = describeEntry(entry) ?? {}
    const texts = lines.map(({ what, field, value }) => {
      const said = value === undefined ? '' : `: ${valueText(field, value)}`
      return `${[what, fieldText(field)].filter(Boolean).join(' · ')}${said}`
    })
    return { where, texts }
  }
}
