import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { authoritiesQuery } from '@/lib/authorities'
import { Pick, type PickProps, useFinding } from '@/ui/Pick'
import { useScopeOptions } from '../governing/useScopeOptions'
import { bodiesQuery, colleaguesQuery, scopeChoicesQuery } from './queries'
import { useWords } from './words'

/** A colleague, found by what is typed. */
export function PersonPick(props: PickProps) {
  const { typed, search } = useFinding()
  const { data } = useQuery(colleaguesQuery(typed))
  const options = data?.map(({ id, name }) => ({ value: id, label: name }))
  return <Pick {...props} options={options} search={search} />
}

/** A scope into whose authorities the viewer may look, found by what is typed. */
export function ScopePick(props: PickProps) {
  const { typed, search } = useFinding()
  const { data } = useQuery(scopeChoicesQuery(typed, props.value))
  return <Pick {...props} options={useScopeOptions(data)} search={search} />
}

/** One of the authorities. */
export function AuthorityPick(props: PickProps) {
  const { data } = useSuspenseQuery(authoritiesQuery)
  const { named } = useWords()
  const options = data.map((one) => ({ value: one.code, label: named(one) }))
  return <Pick {...props} options={options} />
}

/** One of the bodies that still decide. */
export function BodyPick(props: PickProps) {
  const { data } = useQuery(bodiesQuery)
  const { named } = useWords()
  const options = data
    ?.filter(({ dissolved_at }) => dissolved_at === null)
    .map((one) => ({ value: one.id, label: named(one) }))
  return <Pick {...props} options={options} />
}
