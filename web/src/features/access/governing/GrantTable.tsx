import { Button, Dropdown, Flex, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { actionColumn } from '@/ui/actionColumn'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { useTold } from '@/ui/useTold'
import type { AccessSearch } from '../search'
import { ChangeGrant } from './GrantDialogs'
import { GrantPeriod, isDated } from './GrantPeriod'
import { grantState } from './grantState'
import { type Grant, useGrantChanges } from './queries'
import { useGrantedRole, useGranteeName } from './useGranteeName'

type GrantTableProps = { grants: Grant[]; onShow: (change: AccessSearch) => void }
type ShowProps = Pick<GrantTableProps, 'onShow'> & { onEdit: (grant: Grant) => void }

/** Grants, one row each. */
export function GrantTable({ grants, onShow }: GrantTableProps) {
  const { t } = useTranslation('governing')
  const [edited, setEdited] = useState<Grant>()
  const columns = useColumns({ onShow, onEdit: setEdited })
  return (
    <>
      <Table
        size="small"
        aria-label={t('tab.grants')}
        rowKey="id"
        columns={columns}
        dataSource={grants}
        pagination={false}
      />
      {edited && <ChangeGrant grant={edited} onClose={() => setEdited(undefined)} />}
    </>
  )
}

function useColumns({ onShow, onEdit }: ShowProps): TableColumnsType<Grant> {
  const { t } = useTranslation('governing')
  const nameOf = useGranteeName()
  const roleOf = useGrantedRole()
  const isPhone = useIsPhone()
  const now = new Date().toISOString()
  const link = (text: string, change: AccessSearch) => (
    <button type="button" className="text-button" onClick={() => onShow(change)}>
      {text}
    </button>
  )
  const scopeOf = ({ scope, scope_kind }: Grant) => (
    <>
      {link(scope.name, { scope: scope.id })}{' '}
      <span className="quiet">{t(`kind.${scope_kind}`, scope_kind)}</span>
    </>
  )
  const wide: TableColumnsType<Grant> = [
    {
      key: 'role',
      title: t('grant.role'),
      width: 190,
      render: (_, grant) => link(roleOf(grant), { role: grant.role.id }),
    },
    { key: 'scope', title: t('grant.scope'), render: (_, grant) => scopeOf(grant) },
    {
      key: 'period',
      title: t('grant.period'),
      width: 220,
      className: 'number',
      render: (_, grant) => <GrantPeriod of={grant} />,
    },
    {
      key: 'state',
      title: t('grant.state'),
      width: 150,
      render: (_, grant) => <State grant={grant} now={now} />,
    },
  ]
  return [
    {
      key: 'user',
      title: t('grant.user'),
      width: isPhone ? undefined : 150,
      render: (_, grant) => (
        <>
          <Locked of={grant} field="user">
            {grant.user && link(grant.user.name, { user: grant.user.id })}
          </Locked>
          {isPhone && (
            <div>
              {roleOf(grant)} · {scopeOf(grant)}
              <div className="quiet number">
                <GrantPeriod of={grant} /> · <State grant={grant} now={now} />
              </div>
            </div>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
    actionColumn(t('actions'), isPhone ? 112 : 210, (grant) => (
      <Flex gap="small" wrap>
        <ConfirmGrant grant={grant} />
        <HistoryButton kind="grant" id={grant.id} name={nameOf(grant)} compact />
        {grant.kind === 'ordinary' && <GrantMenu grant={grant} onEdit={onEdit} />}
      </Flex>
    )),
  ]
}

/** Whether a grant counts, and who asked where it waits. */
function State({ grant, now }: { grant: Grant; now: string }) {
  const { t } = useTranslation('governing')
  if (!grant.is_waiting && !isDated(grant)) return <GrantPeriod of={grant} />
  const state = grantState(grant, now)
  return (
    <>
      {t(`state.${state}`)}
      {grant.kind === 'break_glass' && <div className="quiet">{t('tab.glass')}</div>}
      {state === 'proposed' && grant.proposed_by && (
        <div className="quiet">{t('waiting.by', { name: grant.proposed_by.name })}</div>
      )}
    </>
  )
}

/** Lets a grant count that somebody else gave; who receives it is not asked. */
function ConfirmGrant({ grant }: { grant: Grant }) {
  const { t } = useTranslation('governing')
  const { user: viewer } = useSession()
  const { confirm } = useGrantChanges()
  const told = useTold()
  const nameOf = useGranteeName()
  const roleOf = useGrantedRole()
  const isMine = [grant.user?.id, grant.proposed_by?.id].includes(viewer?.id)
  if (!grant.is_waiting || isMine) return null
  const values = { name: nameOf(grant), role: roleOf(grant) }
  return (
    <Button
      type="primary"
      aria-label={t('grant.confirmOf', values)}
      onClick={() => told(confirm.mutateAsync(grant), { text: t('grant.confirmed', values) })}
    >
      {t('waiting.confirm')}
    </Button>
  )
}

function GrantMenu({ grant, onEdit }: { grant: Grant; onEdit: (grant: Grant) => void }) {
  const { t } = useTranslation('governing')
  const { revoke, give } = useGrantChanges()
  const told = useTold()
  const nameOf = useGranteeName()
  const roleOf = useGrantedRole()
  const { user, role, scope, valid_from, valid_to } = grant
  const take = () =>
    told(revoke.mutateAsync(grant), {
      text: t(grant.is_waiting ? 'grant.declined' : 'grant.revoked', {
        name: nameOf(grant),
        role: roleOf(grant),
      }),
      undo:
        user && isDated(grant)
          ? () =>
              give.mutateAsync({
                user_id: user.id,
                role_id: role.id,
                scope_id: scope.id,
                valid_from,
                valid_to,
              })
          : undefined,
    })
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'edit', label: t('grant.edit'), disabled: !isDated(grant) },
          {
            key: 'revoke',
            label: t(grant.is_waiting ? 'waiting.decline' : 'grant.revoke'),
            danger: true,
          },
        ],
        onClick: ({ key }) => (key === 'edit' ? onEdit(grant) : void take()),
      }}
    >
      <Button
        size="small"
        aria-label={t('actionsOf', { name: `${nameOf(grant)} ${roleOf(grant)}` })}
      >
        {t('actions')}
      </Button>
    </Dropdown>
  )
}
