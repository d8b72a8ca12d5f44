import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { type Group, NONE } from './groups'
import type { Grouping } from './search'

/** What a column or a lane is called. */
export function useGroupName() {
  const { t } = useTranslation('board')
  const { t: words } = useTranslation('planning')
  return (by: Grouping, { key, name }: Group): string => {
    if (name !== null) return name
    if (key === NONE) return t(`none.${by}`)
    if (by === 'month') return key
    if (by === 'deadline') return t('weekOf', { day: formatDate(key) })
    if (by === 'priority') return t(`priority.${key}`)
    if (by === 'conflict' || by === 'active') return t(`${by}.${key}`)
    return words(`${by}.${key}`)
  }
}
