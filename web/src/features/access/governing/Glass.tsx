import { AlertOutlined } from '@ant-design/icons'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Button, Checkbox, Flex, Table, type TableColumnsType } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useMay, useSession } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { actionColumn } from '@/ui/actionColumn'
import { EmptyState } from '@/ui/EmptyState'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { useTold } from '@/ui/useTold'
import type { AccessSearch } from '../search'
import { BreakGlass, ReviewGlass } from './GlassDialogs'
import { grantState } from './grantState'
import { type Grant, glassQuery, useGlassChanges } from './queries'
import { useGrantedRole, useGranteeName } from './useGranteeName'

type TabProps = { search: AccessSearch; onShow: (change: AccessSearch) => void }

/** What was opened in emergencies, by whom and why, and what another person found. */
export function Glass({ search, onShow }: TabProps) {
  const { t } = useTranslation('governing')
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    glassQuery(useDeferredValue(search.open)),
  )
  const may = useMay('access.break_glass')
  const [isBreaking, setBreaking] = useState(false)
  const [reviewed, setReviewed] = useState<Grant>()
  const columns = useColumns(setReviewed)
  const grants = data.pages.flatMap(({ items }) => items)

  return (
    <>
      <h2 className="section-title">{t('glass.title', { count: data.pages[0]?.total ?? 0 })}</h2>
      <div className="filters">
        <Checkbox
          checked={search.open ?? false}
          onChange={({ target }) => onShow({ open: target.checked || undefined })}
        >
          {t('glass.only')}
        </Checkbox>
        {may && (
          <Button danger icon={<AlertOutlined aria-hidden />} onClick={() => setBreaking(true)}>
            {t('glass.new')}
          </Button>
        )}
      </div>
      {grants.length === 0 ? (
        <EmptyState title={t('glass.none')} hint={t('glass.noneHint')} />
      ) : (
        <Table
          size="small"
          aria-label={t('tab.glass')}
          rowKey="id"
          columns={columns}
          dataSource={grants}
          pagination={false}
        />
      )}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {isBreaking && <BreakGlass onClose={() => setBreaking(false)} />}
      {reviewed && <ReviewGlass grant={reviewed} onClose={() => setReviewed(undefined)} />}
    </>
  )
}

const isOpen = (grant: Grant) => grantState(grant, new Date().toISOString()) === 'in_force'

function useColumns(onReview: (grant: Grant) => void): TableColumnsType<Grant> {
  const { t } = useTranslation('governing')
  const isPhone = useIsPhone()
  const roleOf = useGrantedRole()
  const what = (grant: Grant) => `${roleOf(grant)} · ${grant.scope.name}`
  const wide: TableColumnsType<Grant> = [
    { key: 'what', title: t('grant.role'), width: 220, render: (_, grant) => what(grant) },
    { key: 'why', title: t('glass.reason'), render: (_, grant) => <Said grant={grant} /> },
    {
      key: 'period',
      title: t('grant.period'),
      width: 190,
      className: 'number',
      render: (_, grant) => <Hours grant={grant} />,
    },
    {
      key: 'state',
      title: t('grant.state'),
      width: 90,
      render: (_, grant) => t(`glass.${stateOf(grant)}`),
    },
  ]
  return [
    {
      key: 'user',
      title: t('grant.user'),
      width: isPhone ? undefined : 130,
      render: (_, grant) => (
        <>
          <Locked of={grant} field="user">
            {grant.user?.name}
          </Locked>
          {isPhone && (
            <div>
              {what(grant)}
              <Said grant={grant} />
              <div className="quiet number">
                <Hours grant={grant} /> · {t(`glass.${stateOf(grant)}`)}
              </div>
            </div>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
    actionColumn(t('actions'), isPhone ? 112 : 190, (grant) => (
      <Actions grant={grant} onReview={onReview} />
    )),
  ]
}

function stateOf(grant: Grant) {
  if (isOpen(grant)) return 'open_now'
  return grant.is_to_review ? 'to_review' : 'reviewed'
}

/** Why it was opened, and what another person found. */
function Said({ grant }: { grant: Grant }) {
  const { t } = useTranslation('governing')
  const name = grant.reviewed_by?.name ?? ''
  return (
    <>
      <div>
        <Locked of={grant} field="reason">
          {grant.reason}
        </Locked>
      </div>
      {!grant.is_to_review && (
        <div className="quiet">
          {t('glass.reviewedBy', { name })}{' '}
          <Locked of={grant} field="finding">
            {grant.finding}
          </Locked>
        </div>
      )}
    </>
  )
}

/** From when until when, to the minute. */
function Hours({ grant }: { grant: Grant }) {
  return (
    <>
      <Locked of={grant} field="valid_from">
        <span className="nowrap">{formatInstant(grant.valid_from)}</span>
      </Locked>
      {' → '}
      <Locked of={grant} field="valid_to">
        <span className="nowrap">{formatInstant(grant.valid_to)}</span>
      </Locked>
    </>
  )
}

type ActionsProps = { grant: Grant; onReview: (grant: Grant) => void }

function Actions({ grant, onReview }: ActionsProps) {
  const { t } = useTranslation('governing')
  const { user: viewer } = useSession()
  const manages = useMay('access.manage')
  const { end } = useGlassChanges()
  const nameOf = useGranteeName()
  const roleOf = useGrantedRole()
  const told = useTold()
  const isMine = grant.user?.id === viewer?.id
  const values = { name: nameOf(grant), role: roleOf(grant) }
  return (
    <Flex gap="small" wrap>
      {isOpen(grant) && (isMine || manages) && (
        <Button
          size="small"
          danger
          aria-label={t('glass.endOf', values)}
          onClick={() => told(end.mutateAsync(grant), { text: t('glass.ended', values) })}
        >
          {t('glass.end')}
        </Button>
      )}
      {!isOpen(grant) && grant.is_to_review && manages && !isMine && (
        <Button
          size="small"
          type="primary"
          aria-label={t('glass.reviewOf', values)}
          onClick={() => onReview(grant)}
        >
          {t('glass.review')}
        </Button>
      )}
      <HistoryButton kind="grant" id={grant.id} name={nameOf(grant)} compact />
    </Flex>
  )
}
