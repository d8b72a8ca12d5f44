/** The columns of the list of people, the name always first. */
export const COLUMNS = [
  'position',
  'unit',
  'manager',
  'location',
  'employee_number',
  'email',
  'account',
  'joins_on',
  'leaves_on',
] as const

export type PersonColumn = (typeof COLUMNS)[number]

export const DEFAULT_COLUMNS: PersonColumn[] = [
  'position',
  'unit',
  'manager',
  'location',
  'employee_number',
  'email',
]
const ON_A_PHONE: PersonColumn[] = ['position', 'unit']

export const columnsOf = (chosen: string[] | undefined, isPhone: boolean): PersonColumn[] => {
  const known = COLUMNS.filter((column) => chosen?.includes(column))
  if (chosen) return known
  return isPhone ? ON_A_PHONE : DEFAULT_COLUMNS
}
