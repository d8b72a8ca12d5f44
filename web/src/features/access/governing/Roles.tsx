import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNamed } from '@/lib/useNamed'
import { Locked } from '@/ui/Locked'
import type { AccessSearch } from '../search'
import { NewRole } from './NewRole'
import { type RoleDetail, roleQuery, rolesQuery } from './queries'
import { RoleEditor } from './RoleEditor'

type TabProps = { search: AccessSearch; onShow: (change: AccessSearch) => void }

/** The roles at the left, what the chosen one opens at the right. */
export function Roles({ search, onShow }: TabProps) {
  const { t } = useTranslation('governing')
  const named = useNamed()
  const { data: roles } = useSuspenseQuery(rolesQuery)
  const [dialog, setDialog] = useState<{ copyOf?: RoleDetail }>()
  const chosen = roles.find(({ id }) => id === search.role) ?? roles[0]
  const { data: role } = useQuery({ ...roleQuery(chosen?.id ?? ''), enabled: !!chosen })

  return (
    <div className="role-layout">
      <div>
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => setDialog({})}>
          {t('role.new')}
        </Button>
        <nav aria-label={t('tab.roles')} className="calendar-tree">
          <ul>
            {roles.map(({ id, name, name_en, is_ready, ...counted }) => (
              <li key={id}>
                <button
                  type="button"
                  className="calendar-item"
                  aria-current={id === chosen?.id ? 'true' : undefined}
                  onClick={() => onShow({ role: id })}
                >
                  <span>{named({ name, name_en })}</span>
                  <span className="quiet">
                    {is_ready && <Tag>{t('role.ready')}</Tag>}
                    <Locked of={counted} field="n_grants">
                      {t('role.grants', { count: counted.n_grants ?? 0 })}
                    </Locked>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      {role ? (
        <RoleEditor
          key={`${role.id} ${role.version}`}
          role={role}
          onCopy={() => setDialog({ copyOf: role })}
          onShow={onShow}
        />
      ) : (
        <Skeleton active />
      )}
      {dialog && (
        <NewRole
          copyOf={dialog.copyOf}
          onMade={(id) => onShow({ role: id })}
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  )
}
