import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Pick, type PickProps, useFinding } from '@/ui/Pick'
import { type HeldKind, holdableQuery, somebodyQuery } from '../queries'

/** Somebody of whom data is held, found by what is typed. */
export function SomebodyPick(props: PickProps) {
  const { typed, search } = useFinding()
  const { data } = useQuery(somebodyQuery(typed))
  const options = data?.map(({ id, name }) => ({ value: id, label: name }))
  return <Pick {...props} options={options} search={search} />
}

/** A unit or a project, a deleted one too, of which data can be held, found by what is typed. */
export function HeldScopePick({ kind, ...props }: PickProps & { kind: HeldKind }) {
  const { typed, search } = useFinding()
  const { t } = useTranslation('privacy')
  const { data } = useQuery(holdableQuery(kind, typed))
  const options = data?.map(({ id, label, is_gone }) => ({
    value: id,
    label: is_gone ? t('hold.gone', { label }) : label,
  }))
  return <Pick {...props} options={options} search={search} />
}
