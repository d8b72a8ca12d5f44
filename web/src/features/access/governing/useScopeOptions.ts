import { useTranslation } from 'react-i18next'

type Scope = { id: string; label: string; kind: string }

/** Scopes as choices: each by its label and what it is. */
export function useScopeOptions(scopes: Scope[] | undefined) {
  const { t } = useTranslation('governing')
  return scopes?.map(({ id, label, kind }) => ({
    value: id,
    label: `${label} · ${t(`kind.${kind}`, kind)}`,
  }))
}
