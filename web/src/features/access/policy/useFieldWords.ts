import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import type { Cell, Effect } from './queries'
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
  /** Over what a rule is: one field, or all of a class, of one resource or of every one. */
  const over = ({ resource: of, field: name, classification }: Cell): string => {
    if (of && name) return `${resource(of)} · ${field(of, name)}`
    const all = t('allOf', { name: className(classification ?? 0) })
    return of ? `${resource(of)} · ${all}` : all
  }
  const gives = ({ effect: code, mask, k }: Cell): string => {
    if (mask && (code === 'masked' || code === 'on_request'))
      return `${effect(code)} · ${t(`mask.${mask}`, mask ?? '')}`
    return code === 'aggregate' ? t('sumsOf', { k }) : effect(code)
  }
  return { resource, field, effect, subject, conditions, over, gives, className }
}
