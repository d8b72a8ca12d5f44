import { describe, expect, it } from 'vitest'
import { samplePlan } from '../model/samplePlan'
import {
  addTask,
  deleteTasks,
  indent,
  linkInOrder,
  moveAmongSiblings,
  outdent,
  topmost,
  unlink,
} from './outlineMoves'
import { selectRow } from './selection'

const plan = samplePlan(
  [
    { id: '1' },
    { id: '1.1', parent_id: '1' },
    { id: '1.2', parent_id: '1' },
    { id: '1.3', parent_id: '1' },
    { id: '2' },
    { id: '3' },
  ],
  [{ id: 'l', before_id: '1.1', after_id: '1.2' }],
)

const move = (id: string, parent_id: string | null, after_id: string | null) => ({
  op: 'move_task',
  id,
  parent_id,
  after_id,
})

describe('moving rows in the outline', () => {
  it('indents below the sibling above, after its last child', () => {
    expect(indent(plan, ['2'])).toEqual([move('2', '1', '1.3')])
    expect(indent(plan, ['1.2'])).toEqual([move('1.2', '1.1', null)])
    expect(indent(plan, ['1'])).toEqual([])
  })

  it('indents neighbours together below the same row', () => {
    expect(indent(plan, ['3', '2'])).toEqual([move('2', '1', '1.3'), move('3', '1', '2')])
    expect(indent(plan, ['1.2', '1.3'])).toEqual([
      move('1.2', '1.1', null),
      move('1.3', '1.1', '1.2'),
    ])
  })

  it('outdents to right below the summary, in order', () => {
    expect(outdent(plan, ['1.2', '1.3'])).toEqual([
      move('1.2', null, '1'),
      move('1.3', null, '1.2'),
    ])
    expect(outdent(plan, ['2'])).toEqual([])
  })

  it('changes places with a sibling', () => {
    expect(moveAmongSiblings(plan, '1.2', -1)).toEqual([move('1.2', '1', null)])
    expect(moveAmongSiblings(plan, '1.2', 1)).toEqual([move('1.2', '1', '1.3')])
    expect(moveAmongSiblings(plan, '1.3', 1)).toEqual([])
    expect(moveAmongSiblings(plan, '1.1', -1)).toEqual([])
  })
})

describe('adding and deleting', () => {
  it('adds below the given row, or at the end', () => {
    expect(addTask(plan, '1.1', 'New')).toEqual([
      { op: 'add_task', name: 'New', parent_id: '1', after_id: '1.1' },
    ])
    expect(addTask(plan, null, 'New')).toEqual([
      { op: 'add_task', name: 'New', parent_id: null, after_id: '3' },
    ])
  })

  it('deletes a subtree by its top', () => {
    expect(topmost(plan, ['1.2', '1', '3', '1.1'])).toEqual([0, 5])
    expect(deleteTasks(plan, ['1', '1.1'])).toEqual([{ op: 'delete_task', id: '1' }])
  })
})

describe('linking the chosen tasks', () => {
  it('links them in the order they were chosen, where there is no link yet', () => {
    expect(linkInOrder(plan, ['1.1', '1.2', '1.3'])).toEqual([
      {
        op: 'add_link',
        before_id: '1.2',
        after_id: '1.3',
        type: 'fs',
        lag: 0,
        lag_unit: 'working',
      },
    ])
    expect(linkInOrder(plan, ['1', '1.1'])).toEqual([])
  })

  it('takes the links between them away', () => {
    expect(unlink(plan, ['1.1', '1.2'])).toEqual([{ op: 'delete_link', id: 'l' }])
    expect(unlink(plan, ['1.1', '1.3'])).toEqual([])
  })
})

describe('choosing rows', () => {
  const idAt = (row: number) => ['a', 'b', 'c', 'd'][row] ?? ''

  it('alone, one more, or all from the last one', () => {
    expect(selectRow(['a', 'b'], idAt, 2, 0, 'only')).toEqual(['c'])
    expect(selectRow(['a', 'b'], idAt, 2, 0, 'toggle')).toEqual(['a', 'b', 'c'])
    expect(selectRow(['a', 'b'], idAt, 1, 0, 'toggle')).toEqual(['a'])
    expect(selectRow(['a'], idAt, 3, 1, 'range')).toEqual(['b', 'c', 'd'])
    expect(selectRow(['a'], idAt, 0, 2, 'range')).toEqual(['c', 'b', 'a'])
  })
})
