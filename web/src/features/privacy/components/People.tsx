import { useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/EmptyState'
import { FindField } from '@/ui/FindField'
import { somebodyQuery } from '../queries'
import type { PrivacySearch } from '../search'
import { SomebodyDrawer } from './SomebodyDrawer'

type PeopleProps = { search: PrivacySearch; onShow: (change: PrivacySearch) => void }

/** So many are found at once. */
const MOST = 20

/** Everybody of whom something is held, by name. */
export function People({ search, onShow }: PeopleProps) {
  const { t } = useTranslation('privacy')
  const text = useDeferredValue(search.q ?? '')
  const { data } = useQuery(somebodyQuery(text))

  return (
    <>
      <search className="filters">
        <FindField label={t('find')} value={search.q} onFind={(q) => onShow({ q })} />
      </search>
      {data?.length === 0 && <EmptyState title={t('nobody')} hint={t('nobodyHint')} />}
      <nav aria-label={t('tab.people')} className="calendar-tree">
        <ul>
          {data?.map(({ id, name, kind, is_erased }) => (
            <li key={id}>
              <button
                type="button"
                className="calendar-item"
                onClick={() => onShow({ somebody: id })}
              >
                <span>{name}</span>
                <span className="quiet">
                  {is_erased && <Tag>{t('erased')}</Tag>}
                  {t(`kind.${kind}`)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {data?.length === MOST && <p className="quiet">{t('nobodyMore', { count: MOST })}</p>}
      {search.somebody && (
        <SomebodyDrawer
          key={search.somebody}
          id={search.somebody}
          onClose={() => onShow({ somebody: undefined })}
        />
      )}
    </>
  )
}
