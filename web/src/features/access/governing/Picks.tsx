import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Pick, type PickProps, useFinding } from '@/ui/Pick'
import { accountChoicesQuery, permissionsQuery, rolesQuery, scopeChoicesQuery } from './queries'

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
  const { t } = useTranslation('governing')
  const { typed, search } = useFinding()
  const { data } = useQuery(scopeChoicesQuery(typed, props.value))
  const options = data?.map(({ id, label, kind }) => ({
    value: id,
    label: `${label} · ${t(`kind.${kind}`, kind)}`,
  }))
  return <Pick {...props} options={options} search={search} />
}

/** One of the roles. */
export function RolePick(props: PickProps) {
  const { i18n } = useTranslation('governing')
  const { data } = useQuery(rolesQuery)
  const options = data?.map(({ id, name, name_en }) => ({
    value: id,
    label: i18n.language === 'en' ? name_en : name,
  }))
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
