import { Button, Flex, Form, Input, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { recentPurposes } from '@/lib/purposes'

/** Where it is said what for, in a form; what was said before in this tab is one click away. */
export function PurposeField() {
  const { t } = useTranslation('ui')
  const form = Form.useFormInstance()
  const input = useRef<InputRef>(null)
  const [recent] = useState(recentPurposes)
  const take = (purpose: string) => {
    form.setFieldValue('purpose', purpose)
    input.current?.focus()
  }
  return (
    <>
      <Form.Item
        name="purpose"
        label={t('purpose.label')}
        extra={t('purpose.hint')}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input ref={input} autoFocus autoComplete="off" maxLength={300} />
      </Form.Item>
      {recent.length > 0 && (
        <Flex
          wrap
          gap="small"
          align="center"
          role="group"
          aria-label={t('purpose.recent')}
          className="said-before"
        >
          <span className="quiet" aria-hidden>
            {t('purpose.recent')}
          </span>
          {recent.map((purpose) => (
            <Button key={purpose} size="small" title={purpose} onClick={() => take(purpose)}>
              <span className="ellipsis">{purpose}</span>
            </Button>
          ))}
        </Flex>
      )}
    </>
  )
}
