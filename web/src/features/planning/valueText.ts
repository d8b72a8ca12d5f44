import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import { daysOf, formatMoney, formatPercent } from '@/lib/format'
import { isCost } from '@/ui/gantt/model/costs'
import { taskById } from '@/ui/gantt/model/outline'
import type { ChecklistItem, PlanModel } from '@/ui/gantt/model/plan'

const LONGEST = 60

/** The name of a task's field, and a value of it, in words. */
export function useFieldText(plan: PlanModel) {
  const { t, i18n } = useTranslation('planning')
  const className = useClassName()
  const nameOf = (field: string) =>
    i18n.exists(`planning:field.${field}`) ? t(`field.${field}`) : field

  const textOf = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—'
    if (Array.isArray(value)) {
      const done = value.filter((item: ChecklistItem) => item.is_done === true).length
      return field === 'checklist' ? `${done}/${value.length}` : String(value.length)
    }
    if (isCost(field)) return formatMoney(Number(value), plan.project.currency ?? '', i18n.language)
    if (field.endsWith('_minutes'))
      return t('days', { days: daysOf(Number(value), plan.project.minutes_per_day) })
    if (field === 'percent_complete') return formatPercent(Number(value))
    if (field === 'parent_id') return taskById(plan, String(value))?.name ?? '…'
    if (field === 'calendar_id') return plan.calendars.get(String(value))?.name ?? String(value)
    if (typeof value === 'boolean') return t(value ? 'on' : 'off')
    if (field === 'classification') return className(Number(value))
    const word = `${field === 'second_constraint' ? 'constraint' : field}.${value}`
    if (i18n.exists(`planning:${word}`)) return t(word)
    if (field === 'notes' || field === 'name') return shortened(String(value))
    return String(value).replace('T', ' ')
  }
  return { nameOf, textOf }
}

const shortened = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}
