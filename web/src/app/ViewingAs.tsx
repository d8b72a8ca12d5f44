import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { client, unwrap } from '@/api/client'
import { formatInstant } from '@/lib/format'
import { useSession } from '@/lib/session'

/** Says above every page that one sees as somebody else, and ends it. */
export function ViewingAs() {
  const { t } = useTranslation('app')
  const { user, viewing_as } = useSession()
  const queryClient = useQueryClient()
  if (!viewing_as || !user) return null
  const stop = async () => {
    await unwrap(client.DELETE('/api/v1/view-as'))
    await queryClient.resetQueries()
  }
  return (
    <div className="viewing-as" role="status">
      <span>
        {t('viewingAs.banner', {
          name: user.name,
          time: formatInstant(viewing_as.until).slice(11),
        })}
      </span>
      <Button size="small" onClick={stop}>
        {t('viewingAs.stop')}
      </Button>
    </div>
  )
}
