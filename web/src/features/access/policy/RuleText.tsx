import type { Cell } from './queries'
import type { Rule } from './rules'
import { useFieldWords } from './useFieldWords'

/** A rule in words: who, on which rows, may do what. */
export function RuleText({ cell }: { cell: Cell }) {
  const words = useFieldWords()
  const conditions = words.conditions(cell)
  return (
    <span>
      <b>{words.subject(cell)}</b>
      {conditions.length > 0 && <span className="quiet"> {conditions.join(' · ')}</span>}
      {' → '}
      {words.gives(cell)}
    </span>
  )
}

/** A rule in words, with what it is over. */
export function WholeRule({ rule }: { rule: Rule }) {
  const words = useFieldWords()
  return (
    <span>
      {words.over(rule)}: <RuleText cell={rule.cell} />
    </span>
  )
}
