import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'

/** The outline of a page while its data is on the way. */
export function PageSkeleton() {
  const { t } = useTranslation('ui')
  return (
    <div className="page" role="status" aria-label={t('loading')}>
      <div aria-hidden="true">
        <Skeleton
          active
          title={{ width: 220 }}
          paragraph={{ rows: 1, width: 'min(360px, 100%)' }}
        />
        <Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} />
      </div>
    </div>
  )
}
