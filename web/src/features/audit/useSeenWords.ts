import { useTranslation } from 'react-i18next'
import { useFieldWords } from '@/ui/history/useRecordWords'

/** What a resource and its fields are called; one without a name of its own is called by its code. */
export function useSeenWords() {
  const { t } = useTranslation(['audit', 'policy'])
  const field = useFieldWords()
  const resource = (name: string): string =>
    t([`policy:resource.${name}`, `audit:resource.${name}`], { defaultValue: name })
  return { resource, field }
}
