import type { Schema } from '@/api/client'
import type { Veiled } from '@/lib/classes'
import { STATES } from './states'

/** How the values of a field are shown, typed and asked for. */
export type FieldKind =
  | 'text'
  | 'choice'
  | 'unit'
  | 'person'
  | 'calendar'
  | 'date'
  | 'number'
  | 'ratio'
  | 'days'
  | 'money'

export type FieldName = Exclude<
  keyof Schema<'ProjectRow'>,
  'id' | 'scope_id' | 'version' | 'plan_version' | '_may' | keyof Veiled
>

type FieldSpec = {
  kind: FieldKind
  width: number
  /** Chinese says the same in less room. */
  chineseWidth?: number
  choices?: readonly string[]
  isGroupable?: boolean
  /** Which permission over the project lets the viewer change it here. */
  edit?: 'projects.edit' | 'planning.edit_plan'
}

const HEALTHS = ['red', 'amber', 'green', ''] as const

/** Every declared field of a project, in the order in which the column list offers them. */
export const FIELDS: Record<FieldName, FieldSpec> = {
  name: { kind: 'text', width: 240, edit: 'projects.edit' },
  key: { kind: 'text', width: 120 },
  health: { kind: 'choice', width: 92, choices: HEALTHS, isGroupable: true },
  unit: { kind: 'unit', width: 192, chineseWidth: 136, isGroupable: true },
  manager: {
    kind: 'person',
    width: 132,
    chineseWidth: 92,
    isGroupable: true,
    edit: 'projects.edit',
  },
  state: { kind: 'choice', width: 88, choices: STATES, isGroupable: true, edit: 'projects.edit' },
  start: { kind: 'date', width: 98 },
  finish: { kind: 'date', width: 98 },
  baseline_finish: { kind: 'date', width: 98 },
  slip_minutes: { kind: 'days', width: 76 },
  percent_complete: { kind: 'ratio', width: 120 },
  n_tasks: { kind: 'number', width: 72 },
  status_date: { kind: 'date', width: 112, edit: 'planning.edit_plan' },
  required_finish: { kind: 'date', width: 116 },
  cost_minor: { kind: 'money', width: 124 },
  classification: {
    kind: 'choice',
    width: 104,
    choices: ['0', '1', '2', '3'],
    isGroupable: true,
    edit: 'projects.edit',
  },
  description: { kind: 'text', width: 240, edit: 'projects.edit' },
  calendar: { kind: 'calendar', width: 160, isGroupable: true },
  currency: { kind: 'text', width: 76, isGroupable: true, edit: 'projects.edit' },
  source_format: { kind: 'text', width: 104, isGroupable: true },
  scheduled_from: {
    kind: 'choice',
    width: 104,
    choices: ['start', 'finish'],
    isGroupable: true,
  },
  progress_mode: {
    kind: 'choice',
    width: 132,
    choices: ['retained_logic', 'progress_override', 'actual_dates'],
    isGroupable: true,
  },
  lag_calendar: {
    kind: 'choice',
    width: 124,
    choices: ['predecessor', 'successor', 'project', 'elapsed'],
    isGroupable: true,
  },
  minutes_per_day: { kind: 'number', width: 104 },
  minutes_per_week: { kind: 'number', width: 104 },
  days_per_month: { kind: 'number', width: 104 },
  critical_float_minutes: { kind: 'number', width: 120 },
  near_critical_minutes: { kind: 'number', width: 120 },
}

/** How wide a column is before anybody sets it. */
export const widthOf = (field: FieldName, language: string): number =>
  (language.startsWith('zh') ? FIELDS[field].chineseWidth : undefined) ?? FIELDS[field].width

export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[]
export const isFieldName = (name: string): name is FieldName => Object.hasOwn(FIELDS, name)

/** What the list shows before anybody chooses. */
export const defaultColumns: string[] = [
  'name',
  'health',
  'unit',
  'manager',
  'state',
  'finish',
  'baseline_finish',
  'slip_minutes',
  'percent_complete',
]

export const isNumeric = (kind: FieldKind): boolean =>
  ['date', 'number', 'ratio', 'days', 'money'].includes(kind)

export type Operator = 'contains' | 'eq' | 'ne' | 'in' | 'ge' | 'lt' | 'le' | 'is_null'

const ORDERED: readonly Operator[] = ['ge', 'le', 'eq', 'is_null']
const REFERRED: readonly Operator[] = ['in', 'is_null']

/** What can be asked of a field, the most useful first. */
export const OPERATORS: Record<FieldKind, readonly Operator[]> = {
  text: ['contains', 'eq', 'ne'],
  choice: ['in', 'ne'],
  unit: REFERRED,
  person: REFERRED,
  calendar: REFERRED,
  date: ['ge', 'lt', 'is_null'],
  number: ORDERED,
  ratio: ORDERED,
  days: ORDERED,
  money: ORDERED,
}
