import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { useTold } from '@/ui/useTold'
import type { RuledField } from './FieldMatrix'
import { NewRule } from './NewRule'
import { type Cell, contentOf, type PolicyState, usePolicyChanges } from './queries'
import { useFieldWords } from './useFieldWords'

type FieldRulesProps = { field: RuledField; policy: PolicyState; onClose: () => void }

/** What makes two rules speak of the same people and rows. */
const keyOf = ({ effect: _e, mask: _m, k: _k, ...rest }: Cell) =>
  JSON.stringify(Object.entries(rest).sort())

/** The rules over one field: those of the product, then those of the policy. */
export function FieldRules({ field, policy, onClose }: FieldRulesProps) {
  const { t } = useTranslation('policy')
  const isPhone = useIsPhone()
  const words = useFieldWords()
  const told = useTold()
  const { write } = usePolicyChanges()
  const [isAdding, setAdding] = useState(false)
  const content = contentOf(policy)
  const isOwn = (cell: Cell) => cell.resource === field.resource && cell.field === field.name
  const isOfAClass = (cell: Cell) =>
    !cell.field && (!cell.resource || cell.resource === field.resource)
  const ofClasses = content.cells.filter(isOfAClass)
  const save = (cells: Cell[]) =>
    write.mutateAsync({ body: { ...content, cells }, version: policy.draft?.version ?? 0 })
  const drop = (cell: Cell) =>
    told(save(content.cells.filter((one) => one !== cell)), { text: t('rule.dropped') })

  return (
    <Drawer
      open
      placement={isPhone ? 'bottom' : 'right'}
      size={isPhone ? 'large' : 480}
      title={words.field(field.resource, field.name)}
      onClose={onClose}
    >
      <div className="drawer-body">
        <p className="quiet">{t('rule.order')}</p>
        <ul className="plain-list">
          <BuiltIn field={field} />
          {content.cells.filter(isOwn).map((cell) => (
            <li key={keyOf(cell)} className="rule">
              <RuleText cell={cell} />
              <Button size="small" onClick={() => drop(cell)}>
                {t('rule.drop')}
              </Button>
            </li>
          ))}
        </ul>
        {ofClasses.length > 0 && (
          <>
            <h2 className="section-title">{t('rule.ofClasses')}</h2>
            <ul className="plain-list">
              {ofClasses.map((cell) => (
                <li key={keyOf(cell)} className="rule">
                  <span>
                    {words.over(cell)}: <RuleText cell={cell} />
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        <div>
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('rule.new')}
          </Button>
        </div>
      </div>
      {isAdding && (
        <NewRule
          field={field}
          onClose={() => setAdding(false)}
          onSave={(cell) =>
            save([...content.cells.filter((one) => keyOf(one) !== keyOf(cell)), cell])
          }
        />
      )}
    </Drawer>
  )
}

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

function BuiltIn({ field }: { field: RuledField }) {
  const { t } = useTranslation('policy')
  const { t: governing } = useTranslation('governing')
  const { needs } = field
  return (
    <li className="rule quiet">
      {needs
        ? t('rule.builtInNeeds', { permission: governing(`permission.${needs}.name`, needs) })
        : t('rule.builtInOpen')}
    </li>
  )
}
