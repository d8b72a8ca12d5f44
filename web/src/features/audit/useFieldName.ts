import { useTranslation } from 'react-i18next'

/** What a field is called; one without a name of its own is called by its code. */
export function useFieldName() {
  const { t } = useTranslation('history')
  return (field: string): string =>
    t(`field.${field}`, { defaultValue: field.replaceAll('_', ' ') })
}
