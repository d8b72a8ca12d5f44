import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Rule } from './rules'
import { useFieldWords } from './useFieldWords'

/** Takes a rule out of the draft; read out with the rule it takes out. */
export function DropRule({ rule, onDrop }: { rule: Rule; onDrop: (rule: Rule) => void }) {
  const { t } = useTranslation('policy')
  const words = useFieldWords()
  return (
    <Button
      size="small"
      aria-label={t('rule.dropOf', { rule: words.rule(rule) })}
      onClick={() => onDrop(rule)}
    >
      {t('rule.drop')}
    </Button>
  )
}
