import { useTranslation } from 'react-i18next'

type Named = { name: string; name_en: string }

/** What something that has a name in both languages is called in that of the page. */
export function useNamed() {
  const { i18n } = useTranslation()
  return ({ name, name_en }: Named): string => (i18n.language === 'en' ? name_en : name)
}
