import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'

/** The word for a code of a choice field, in the viewer's language; not that for a class. */
export function useCodeText() {
  const { t, i18n } = useTranslation('projects')
  return (field: string, code: string): string => {
    if (code === '') return t(field === 'health' ? 'health.none' : 'none')
    const key = `${field}.${code}`
    return i18n.exists(`projects:${key}`) ? t(key) : code
  }
}

/** The word for a code of any choice field, in the viewer's language. */
export function useChoiceText() {
  const className = useClassName()
  const codeText = useCodeText()
  return (field: string, code: string): string =>
    field === 'classification' ? className(Number(code)) : codeText(field, code)
}
