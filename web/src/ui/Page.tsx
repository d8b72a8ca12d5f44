import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'

type PageProps = {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  fills?: boolean
  children: ReactNode
}

/** The frame of a page: its heading, what it says first, its actions, then the content. */
export function Page({ title, lead, actions, fills = false, children }: PageProps) {
  useDocumentTitle(title)
  return (
    <div className={fills ? 'page page-fills' : 'page'}>
      <div className="page-head">
        <div className="page-heading">
          <h1 className="page-title">{title}</h1>
          {lead && (
            <div className="page-lead" data-tour="state">
              {lead}
            </div>
          )}
        </div>
        {actions && (
          <div className="page-actions" data-tour="actions">
            {actions}
          </div>
        )}
      </div>
      {children}
    </div>
  )
}

export function useDocumentTitle(title: string) {
  const { t } = useTranslation('ui')
  const whole = `${title} · ${t('product')}`
  useEffect(() => {
    document.title = whole
  }, [whole])
}
