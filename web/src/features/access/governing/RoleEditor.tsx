import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNamed } from '@/lib/useNamed'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { InlineText } from '@/ui/InlineEdit'
import { useTold } from '@/ui/useTold'
import type { AccessSearch } from '../search'
import { FactorDemand } from './FactorDemand'
import { PermissionMatrix } from './PermissionMatrix'
import { permissionsQuery, type RoleDetail, useRoleChanges } from './queries'
import { RoleEffect } from './RoleEffect'
import { RoleWaiting } from './RoleWaiting'

type RoleEditorProps = {
  role: RoleDetail
  onCopy: () => void
  onShow: (change: AccessSearch) => void
}

const sameAs = (a: string[], b: string[]) => [...a].sort().join() === [...b].sort().join()

/** What a role opens; a change is shown for what it means before it is saved. */
export function RoleEditor({ role, onCopy, onShow }: RoleEditorProps) {
  const { t } = useTranslation('governing')
  const named = useNamed()
  const { data: permissions } = useSuspenseQuery(permissionsQuery)
  const [wanted, setWanted] = useState(role.permissions)
  const { change } = useRoleChanges()
  const told = useTold()
  const mayEdit = !role.is_ready && permissions.held.includes('access.manage')
  const isChanged = !sameAs(wanted, role.permissions)
  const save = async () => {
    const saved = await told(change.mutateAsync({ role, permissions: wanted }), {
      text: t('role.saved', { name: named(role) }),
      undo: (now) => change.mutateAsync({ role: now, permissions: role.permissions }),
    })
    // What waits for another person is not carried yet.
    if (saved) setWanted(saved.permissions)
  }

  return (
    <section className="role-editor" aria-label={named(role)}>
      <RoleHead role={role} mayEdit={mayEdit} onCopy={onCopy} onShow={onShow} />
      <FactorDemand role={role} may={permissions.held.includes('access.manage')} />
      <RoleWaiting role={role} mayEdit={mayEdit} />
      {role.is_ready && <Alert type="info" showIcon title={t('role.readyHint')} />}
      <PermissionMatrix
        names={permissions.names}
        held={permissions.held}
        before={role.permissions}
        wanted={wanted}
        mayEdit={mayEdit}
        onChange={setWanted}
      />
      {isChanged && (
        <div className="role-save">
          <RoleEffect role={role} wanted={wanted} />
          <div className="page-actions">
            <Button onClick={() => setWanted(role.permissions)}>{t('cancel')}</Button>
            <Button type="primary" loading={change.isPending} onClick={save}>
              {t('role.save')}
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}

type RoleHeadProps = RoleEditorProps & { mayEdit: boolean }

function RoleHead({ role, mayEdit, onCopy, onShow }: RoleHeadProps) {
  const { t } = useTranslation('governing')
  const named = useNamed()
  const { change, remove } = useRoleChanges()
  const told = useTold()
  const rename = (field: 'name' | 'name_en') => (value: string) =>
    told(change.mutateAsync({ role, [field]: value }), {
      text: t('role.saved', { name: named(role) }),
      undo: (now) => change.mutateAsync({ role: now, [field]: role[field] }),
    })
  const drop = () =>
    told(
      remove.mutateAsync(role).then(() => onShow({ role: undefined })),
      { text: t('role.deleted', { name: named(role) }) },
    )

  return (
    <div className="role-head">
      <h2 className="section-title">
        <InlineText
          label={t('role.name')}
          may={mayEdit}
          max={100}
          value={role.name}
          onSave={rename('name')}
        />
        <InlineText
          label={t('role.nameEn')}
          may={mayEdit}
          max={100}
          value={role.name_en}
          onSave={rename('name_en')}
        />
      </h2>
      <div className="page-actions">
        <Button onClick={() => onShow({ tab: 'grants', role: role.id })}>
          {role.n_grants === null
            ? t('role.whoHoldsLocked')
            : t('role.whoHolds', { count: role.n_grants })}
        </Button>
        <Button onClick={onCopy}>{t('role.copy')}</Button>
        <HistoryButton kind="role" id={role.id} name={named(role)} />
        {mayEdit && (
          <Button danger disabled={(role.n_grants ?? 0) > 0} onClick={drop}>
            {t('role.delete')}
          </Button>
        )}
      </div>
    </div>
  )
}
