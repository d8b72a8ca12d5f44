import { Alert, Form, Modal } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { inPage } from '@/lib/inPage'
import { useOneAtATime } from '@/lib/useOneAtATime'
import { useRefusalText } from '@/lib/useRefusalText'

type FormDialogProps<Fields> = {
  title: string
  okText: string
  open: boolean
  onClose: () => void
  /** Closes when it resolves; what it throws is explained above the fields. */
  onSubmit: (fields: Fields) => Promise<unknown>
  initialValues?: Partial<Fields>
  width?: number
  onChange?: (fields: Fields) => void
  children: ReactNode
}

/** A form in a dialog: a refusal stays beside what was typed. */
export function FormDialog<Fields extends object>(props: FormDialogProps<Fields>) {
  const { title, okText, open, onClose, onSubmit, initialValues, width, onChange, children } = props
  const id = useId()
  const explain = useRefusalText()
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const close = () => {
    setError(undefined)
    onClose()
  }

  const submit = useOneAtATime(async (fields: Fields) => {
    setPending(true)
    setError(undefined)
    try {
      await onSubmit(fields)
      close()
    } catch (refusal) {
      setError(refusal)
    } finally {
      setPending(false)
    }
  })

  return (
    <Modal
      title={title}
      open={open}
      getContainer={inPage}
      onCancel={close}
      okText={okText}
      width={width}
      okButtonProps={{ htmlType: 'submit', form: id }}
      confirmLoading={isPending}
      destroyOnHidden
    >
      <Form<Fields>
        id={id}
        layout="vertical"
        requiredMark={false}
        initialValues={initialValues as Fields}
        onFinish={submit}
        onValuesChange={(_, all) => onChange?.(all)}
        className="dialog-form"
      >
        {error !== undefined && <Alert type="error" role="alert" showIcon title={explain(error)} />}
        {children}
      </Form>
    </Modal>
  )
}
