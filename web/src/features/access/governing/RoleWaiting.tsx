import { Alert, Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { useNamed } from '@/lib/useNamed'
import { useTold } from '@/ui/useTold'
import { type RoleDetail, useRoleChanges } from './queries'

/** What was added to a role and waits for another person, and what the viewer can do about it. */
export function RoleWaiting({ role, mayEdit }: { role: RoleDetail; mayEdit: boolean }) {
  const { t } = useTranslation('governing')
  const named = useNamed()
  const { user: viewer } = useSession()
  const { confirm, decline } = useRoleChanges()
  const told = useTold()
  const { waiting_permissions, proposed_by } = role
  if (waiting_permissions.length === 0) return null
  const names = waiting_permissions.map((one) => t(`permission.${one}.name`)).join(t('separator'))
  const isMine = proposed_by?.id === viewer?.id
  return (
    <Alert
      type="warning"
      showIcon
      title={t('role.waiting', { names })}
      description={
        <Space wrap>
          {proposed_by && t('waiting.by', { name: proposed_by.name })}
          {mayEdit && !isMine && (
            <Button
              size="small"
              type="primary"
              onClick={() =>
                told(confirm.mutateAsync(role), {
                  text: t('role.confirmed', { name: named(role) }),
                })
              }
            >
              {t('waiting.confirm')}
            </Button>
          )}
          {mayEdit && (
            <Button
              size="small"
              onClick={() =>
                told(decline.mutateAsync(role), {
                  text: t('role.declined', { name: named(role) }),
                })
              }
            >
              {t(isMine ? 'waiting.takeBack' : 'waiting.decline')}
            </Button>
          )}
        </Space>
      }
    />
  )
}
