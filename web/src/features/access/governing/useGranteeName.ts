import { useTranslation } from 'react-i18next'
import type { Grant } from './queries'

/** Who holds a grant, as a sentence names them; whom the viewer may not know has no name. */
export function useGranteeName() {
  const { t } = useTranslation('governing')
  return ({ user }: Grant): string => user?.name ?? t('grant.somebody')
}
