import { useSuspenseQuery } from '@tanstack/react-query'
import { Form, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '@/lib/classes'
import { FormDialog } from '@/ui/FormDialog'
import { useClear } from '@/ui/useClear'
import { type AskedOfClass, classCells, LEAST } from './cells'
import type { Cell } from './queries'
import { ALL_FIELDS, LevelPick, What, Which, Who } from './ruleParts'
import { StayingOpen, useStayingOpen } from './StayingOpen'
import { useFieldWords } from './useFieldWords'

type NewClassRuleProps = { onSave: (cells: Cell[]) => Promise<unknown>; onClose: () => void }

/** A rule over the classes from one on: who, over what, may do what. */
export function NewClassRule({ onSave, onClose }: NewClassRuleProps) {
  const { t } = useTranslation('policy')
  const { open, watched } = useStayingOpen()
  return (
    <FormDialog<AskedOfClass>
      title={t('classes.new')}
      okText={t('rule.save')}
      open
      onClose={onClose}
      onSubmit={(asked) => watched(onSave(classCells(asked)))}
      initialValues={{ subject: 'everyone', effect: 'none', from: 2, counts: 'records', k: LEAST }}
    >
      <StayingOpen fields={open} />
      <Who />
      <OverWhat />
    </FormDialog>
  )
}

/** Over which fields of which records, and what may be done with them. */
function OverWhat() {
  const clear = useClear()
  const { t } = useTranslation('policy')
  const words = useFieldWords()
  const form = Form.useFormInstance<AskedOfClass>()
  const { data } = useSuspenseQuery(fieldsQuery)
  const resource = Form.useWatch<string | undefined>('resource')
  const field = Form.useWatch<string | undefined>('field')
  const chosen = data.resources.find(({ name }) => name === resource)
  const closable = chosen?.fields.filter(({ is_closable }) => is_closable) ?? []
  const hasClass = chosen?.has_class ?? true
  const one = closable.find(({ name }) => name === field)
  // What was said of another resource or field means nothing of this one.
  const forget = (...names: (keyof AskedOfClass)[]) =>
    form.resetFields([...names, 'effect', 'mask'])

  return (
    <>
      <Form.Item name="resource" label={t('resourceOf')}>
        <Select
          allowClear={clear}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('everyResource')}
          options={data.resources
            .filter(({ fields }) => fields.some(({ is_closable }) => is_closable))
            .map(({ name }) => ({ value: name, label: words.resource(name) }))}
          onChange={() => forget('field', 'state', 'relation', 'counts')}
        />
      </Form.Item>
      {resource && hasClass && (
        <Form.Item name="field" label={t('column.field')}>
          <Select
            allowClear={clear}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('classes.allItsFields')}
            options={closable.map(({ name }) => ({
              value: name,
              label: words.field(resource, name),
            }))}
            onChange={() => forget()}
          />
        </Form.Item>
      )}
      <Form.Item name="from" label={t('classes.from')}>
        <LevelPick />
      </Form.Item>
      {!one && hasClass && <Counts />}
      {resource && <Which resource={resource} isClassAsked />}
      <What of={one ?? ALL_FIELDS} />
    </>
  )
}

/** Whether the class of the record counts, or that of the field as well. */
export function Counts() {
  const { t } = useTranslation('policy')
  return (
    <Form.Item name="counts" label={t('classes.counts')}>
      <Radio.Group
        options={(['records', 'fields'] as const).map((value) => ({
          value,
          label: t(`classes.of.${value}`),
        }))}
      />
    </Form.Item>
  )
}
