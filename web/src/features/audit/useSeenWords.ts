import { useTranslation } from 'react-i18next'

/** What a resource and its fields are called; one without a name of its own is called by its code. */
export function useSeenWords() {
  const { t } = useTranslation(['audit', 'policy', 'history'])
  const resource = (name: string): string =>
    t([`policy:resource.${name}`, `audit:resource.${name}`], { defaultValue: name })
  const field = (of: string, name: string): string =>
    t([`policy:field.${of}.${name}`, `history:field.${name}`], {
      defaultValue: name.replaceAll('_', ' '),
    })
  return { resource, field }
}
