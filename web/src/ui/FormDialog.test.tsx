import { render, screen } from '@testing-library/react'
import { ConfigProvider, Form, Input } from 'antd'
import { expect, test, vi } from 'vitest'
import '@/testing'
import { FormDialog } from './FormDialog'

test.each([
  ['dialogs move', true],
  ['nothing moves', false],
])('the first field has the focus where %s', async (_, motion) => {
  render(
    <ConfigProvider theme={{ token: { motion } }}>
      <FormDialog title="New unit" okText="Create" open onClose={vi.fn()} onSubmit={vi.fn()}>
        <Form.Item name="name" label="Name">
          <Input autoFocus />
        </Form.Item>
      </FormDialog>
    </ConfigProvider>,
  )

  expect(await screen.findByLabelText('Name')).toHaveFocus()
})
