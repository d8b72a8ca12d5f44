import { useTranslation } from 'react-i18next'
import { useTold } from '@/ui/useTold'
import { type Cell, contentOf, type PolicyState, usePolicyChanges } from './queries'
import { type Rule, rulesOf, withCells } from './rules'

/** The rules of the policy, and how the draft gets another one and loses one. */
export function useRules(policy: PolicyState) {
  const { t } = useTranslation('policy')
  const told = useTold()
  const { write } = usePolicyChanges()
  const content = contentOf(policy)
  const save = (cells: Cell[]) =>
    write.mutateAsync({ body: { ...content, cells }, version: policy.draft?.version ?? 0 })
  const add = (cells: Cell[]) => save(withCells(content.cells, cells))
  const drop = ({ cells }: Rule) =>
    told(save(content.cells.filter((one) => !cells.includes(one))), { text: t('rule.dropped') })
  return { rules: rulesOf(content.cells), add, drop }
}
