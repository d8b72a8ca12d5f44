import { Form, Input } from 'antd'

type RequiredTextProps = {
  name: string
  label: string
  hint?: string
  /** How many characters it may have. */
  most: number
  rows: number
  autoFocus?: boolean
}

/** A text in a form that cannot be left out, and is more than spaces. */
export function RequiredText(props: RequiredTextProps) {
  const { name, label, hint, most, ...shown } = props
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[{ required: true, whitespace: true }]}
    >
      <Input.TextArea maxLength={most} {...shown} />
    </Form.Item>
  )
}
