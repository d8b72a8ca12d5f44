import { useTranslation } from 'react-i18next'

/** What a role is called in the language of the page. */
export function useNameOfRole() {
  const { i18n } = useTranslation()
  return ({ name, name_en }: { name: string; name_en: string }): string =>
    i18n.language === 'en' ? name_en : name
}
