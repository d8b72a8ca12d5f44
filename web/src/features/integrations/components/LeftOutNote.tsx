import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schema } from '@/api/client'

type LeftOut = Schema<'LeftOut'>

/** What a file gives and its importer may not set, field by field, with what can be done. */
export function LeftOutNote({ left }: { left: LeftOut[] }) {
  const { t, i18n } = useTranslation('integrations')
  if (left.length === 0) return null
  const nameOf = (field: string) =>
    i18n.exists(`integrations:leftOut.field.${field}`) ? t(`leftOut.field.${field}`) : field
  return (
    <Alert
      type="warning"
      showIcon
      title={t('leftOut.title')}
      description={
        <ul className="plain-list">
          {left.map(({ entity, field, code, n, examples }) => (
            <li key={`${entity} ${field}`}>
              {t(entity === 'task' ? 'leftOut.line' : 'leftOut.lineOfResources', {
                field: nameOf(field),
                count: n,
                examples: examples.join('; '),
                why: t(`leftOut.${code}`),
              })}
            </li>
          ))}
        </ul>
      }
    />
  )
}
