import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { DropRule } from './DropRule'
import type { RuledField } from './FieldMatrix'
import { NewRule } from './NewRule'
import type { PolicyState } from './queries'
import { RuleText, WholeRule } from './RuleText'
import type { Rule } from './rules'
import { useFieldWords } from './useFieldWords'
import { useRules } from './useRules'

type FieldRulesProps = { field: RuledField; policy: PolicyState; onClose: () => void }

/** The rules over one field: those of the product, then those of the policy. */
export function FieldRules({ field, policy, onClose }: FieldRulesProps) {
  const { t } = useTranslation('policy')
  const isPhone = useIsPhone()
  const words = useFieldWords()
  const { rules, add, drop } = useRules(policy)
  const [isAdding, setAdding] = useState(false)
  const isOwn = ({ cell }: Rule) => cell.resource === field.resource && cell.field === field.name
  const isOfAClass = ({ cell }: Rule) =>
    !cell.field && (!cell.resource || cell.resource === field.resource)
  const ofClasses = rules.filter(isOfAClass)

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
          {rules.filter(isOwn).map((rule) => (
            <li key={rule.key} className="rule">
              <RuleText cell={rule.cell} />
              <DropRule rule={rule} onDrop={drop} />
            </li>
          ))}
        </ul>
        {ofClasses.length > 0 && (
          <>
            <h2 className="section-title">{t('rule.ofClasses')}</h2>
            <ul className="plain-list">
              {ofClasses.map((rule) => (
                <li key={rule.key} className="rule">
                  <WholeRule rule={rule} />
                  <DropRule rule={rule} onDrop={drop} />
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
        <NewRule field={field} onClose={() => setAdding(false)} onSave={(cell) => add([cell])} />
      )}
    </Drawer>
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
