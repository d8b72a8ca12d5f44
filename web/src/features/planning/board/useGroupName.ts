import { useTranslation } from 'react-i18next'
import { type Group, NONE } from './groups'
import type { Grouping } from './search'

/** What a column or a lane is called. */
export function useGroupName() {
  const { t } = useTranslation('board')
  const { t: words } = useTranslation('planning')
  return (by: Grouping, { key, name }: Group): string => {
    if (name !== null) return name
    if (key === NONE) return t(`none.${by}`)
    if (by === 'state' || by === 'path') return words(`${by}.${key}`)
    return t(`priority.${key}`)
  }
}
