import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { type Asked, cellOf, LEAST } from './cells'
import type { RuledField } from './FieldMatrix'
import type { Cell } from './queries'
import { What, Which, Who } from './ruleParts'

type NewRuleProps = {
  field: RuledField
  onSave: (cell: Cell) => Promise<unknown>
  onClose: () => void
}

/** A rule over one field: who, on which rows, may do what. */
export function NewRule({ field, onSave, onClose }: NewRuleProps) {
  const { t } = useTranslation('policy')
  return (
    <FormDialog<Asked>
      title={t('rule.new')}
      okText={t('rule.save')}
      open
      onClose={onClose}
      onSubmit={(asked) =>
        onSave({ ...cellOf(asked), resource: field.resource, field: field.name })
      }
      initialValues={{ subject: 'everyone', effect: 'none', mask: field.masks[0], k: LEAST }}
    >
      <Who />
      <Which resource={field.resource} />
      <What of={field} />
    </FormDialog>
  )
}
