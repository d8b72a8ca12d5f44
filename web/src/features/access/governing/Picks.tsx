import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNamed } from '@/lib/useNamed'
import { Pick, type PickProps, useFinding } from '@/ui/Pick'
import {
  accountChoicesQuery,
  glassChoicesQuery,
  glassScopesQuery,
  permissionsQuery,
  rolesQuery,
  scopeChoicesQuery,
} from './queries'
import { useScopeOptions } from './useScopeOptions'

const BY_LABEL = { optionFilterProp: 'label' }

/** An account, found by what is typed. */
export function AccountPick(props: PickProps) {
  const { typed, search } = useFinding()
  const { data } = useQuery(accountChoicesQuery(typed, props.value))
  const options = data?.map(({ id, name, username }) => ({
    value: id,
    label: `${name} · ${username}`,
  }))
  return <Pick {...props} options={options} search={search} />
}

/** A scope over which the viewer manages access, found by what is typed. */
export function ScopePick(props: PickProps) {
  const { typed, search } = useFinding()
  const { data } = useQuery(scopeChoicesQuery(typed, props.value))
  return <Pick {...props} options={useScopeOptions(data)} search={search} />
}

/** A scope over which the viewer may break the glass, found by what is typed. */
export function GlassScopePick(props: PickProps) {
  const { typed, search } = useFinding()
  const { data } = useQuery(glassScopesQuery(typed))
  return <Pick {...props} options={useScopeOptions(data)} search={search} />
}

/** One of the roles. */
export function RolePick(props: PickProps) {
  const { data } = useQuery(rolesQuery)
  return <OneRole {...props} roles={data} />
}

/** One of the roles that the viewer may open in an emergency. */
export function GlassRolePick(props: PickProps) {
  const { data } = useQuery(glassChoicesQuery)
  return <OneRole {...props} roles={data?.roles} />
}

type Named = { id: string; name: string; name_en: string }

function OneRole({ roles, ...props }: PickProps & { roles?: Named[] }) {
  const named = useNamed()
  const options = roles?.map((role) => ({ value: role.id, label: named(role) }))
  return <Pick {...props} options={options} search={BY_LABEL} />
}

/** One of the permissions, by what it lets do. */
export function PermissionPick(props: PickProps) {
  const { t } = useTranslation('governing')
  const { data } = useQuery(permissionsQuery)
  const options = data?.names.map((name) => ({
    value: name,
    label: t(`permission.${name}.name`, name),
  }))
  return <Pick {...props} options={options} search={BY_LABEL} />
}
