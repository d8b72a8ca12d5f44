import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import type { Cell, Effect } from './queries'
import { HIGHEST, isOfRecords, type Rule } from './rules'
import { useRoleName } from './useRoleName'

/** The words for fields, subjects, conditions and effects of a policy. */
export function useFieldWords() {
  const { t } = useTranslation('policy')
  const { t: governing } = useTranslation('governing')
  const className = useClassName()
  const roleName = useRoleName()

  const resource = (name: string) => t(`resource.${name}`, name)
  const field = (resourceName: string, name: string) => t(`field.${resourceName}.${name}`, name)
  const effect = (code: Effect) => t(`effect.${code}`)
  const subject = ({ subject: kind, name }: Cell) => {
    if (kind === 'everyone') return t('everyone')
    if (kind === 'role') return roleName(name ?? '') ?? t('roleGone')
    return governing(`permission.${name}.name`, name ?? '')
  }
  const conditions = ({ state, at_least, relation, resource: name }: Cell): string[] => [
    ...(state ? [t('when.state', { state: t(`state.${name}.${state}`, state) })] : []),
    ...(typeof at_least === 'number' ? [t('when.atLeast', { name: className(at_least) })] : []),
    ...(relation ? [t(`when.${relation}`)] : []),
  ]
  /** Which fields: one, all of some classes, or all of the records of which the conditions tell. */
  const fields = (rule: Rule): string => {
    const { cell, from = 0, to = HIGHEST } = rule
    if (cell.field) return field(cell.resource, cell.field)
    if (isOfRecords(rule)) return t('all')
    if (from === to) return t('allOf', { name: className(from) })
    if (to === HIGHEST) return t('allFrom', { name: className(from) })
    return t('allBetween', { from: className(from), to: className(to) })
  }
  /** Over what a rule is: which fields, of one resource or of every one. */
  const over = (rule: Rule): string =>
    `${rule.cell.resource ? resource(rule.cell.resource) : t('everyResource')} · ${fields(rule)}`
  const gives = ({ effect: code, mask, k }: Cell): string => {
    if (mask && (code === 'masked' || code === 'on_request'))
      return `${effect(code)} · ${t(`mask.${mask}`, mask ?? '')}`
    return code === 'aggregate' ? t('sumsOf', { k }) : effect(code)
  }
  /** A whole rule, where it cannot be set in type. */
  const rule = (one: Rule): string =>
    `${over(one)}: ${[subject(one.cell), ...conditions(one.cell)].join(' · ')} → ${gives(one.cell)}`
  return { resource, field, fields, effect, subject, conditions, over, gives, rule, className }
}
