import { useTranslation } from 'react-i18next'
import { useNamed } from '@/lib/useNamed'
import type { Grant } from './queries'

/** Who holds a grant, as a sentence names them; whom the viewer may not know has no name. */
export function useGranteeName() {
  const { t } = useTranslation('governing')
  return ({ user }: Grant): string => user?.name ?? t('grant.somebody')
}

/** The name of the role that a grant gives, in the language of the page. */
export function useGrantedRole() {
  const named = useNamed()
  return ({ role, role_en }: Grant): string => named({ name: role.name, name_en: role_en })
}
