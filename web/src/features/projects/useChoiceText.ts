import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'

/** The word for a code of a choice field, in the viewer's language. */
export function useChoiceText() {
  const { t, i18n } = useTranslation('projects')
  const className = useClassName()
  return (field: string, code: string): string => {
    if (field === 'classification') return className(Number(code))
    if (code === '') return t(field === 'health' ? 'health.none' : 'none')
    const key = `${field}.${code}`
    return i18n.exists(`projects:${key}`) ? t(key) : code
  }
}
