import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from 'antd'
import { expect, test, vi } from 'vitest'
import type { PlanCrossLink } from '@/ui/gantt/model/plan'
import { smallPlan } from '@/ui/gantt/model/samplePlan'
import '@/testing'
import { CrossLinkTerms } from './CrossLinkTerms'

const link: PlanCrossLink = {
  ...{ id: 'x', direction: 'in', task_id: 'a', type: 'fs', lag: 480, lag_unit: 'working' },
  is_driving: true,
  ghost: {
    ...{ task_id: 's1', name: 'Tool accepted', project: null, start: null, finish: null },
    ...{ percent_complete: 0, is_critical: true, is_removed: false },
  },
}

function openTerms() {
  const onEdit = vi.fn(() => Promise.resolve())
  render(
    <App>
      <CrossLinkTerms plan={smallPlan()} link={link} onEdit={onEdit} />
    </App>,
  )
  const field = screen.getByRole('textbox', {
    name: 'Type and lag of the link from Tool accepted',
  })
  return { field, onEdit }
}

test('type and lag of a link from another project are set where they are read', async () => {
  const { field, onEdit } = openTerms()
  expect(field).toHaveValue('FS+1d')

  await userEvent.clear(field)
  await userEvent.type(field, 'SS-50%{Enter}')

  expect(onEdit).toHaveBeenCalledExactlyOnceWith([
    { op: 'update_cross_link', id: 'x', fields: { type: 'ss', lag: -50, lag_unit: 'percent' } },
  ])
})

test('what cannot be read is refused with an example, and nothing is changed', async () => {
  const { field, onEdit } = openTerms()

  await userEvent.clear(field)
  await userEvent.type(field, 'soon{Enter}')

  expect(
    await screen.findByText('Write the type and the lag, such as FS+2d or SS-50%.'),
  ).toBeInTheDocument()
  expect(onEdit).not.toHaveBeenCalled()
  expect(field).toHaveValue('FS+1d')
})
