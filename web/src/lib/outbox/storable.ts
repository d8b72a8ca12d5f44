import allowed from './storable.json'

/** What an operation says beside fields: which, where, and on what. */
const STRUCTURE = new Set(['op', 'id', 'task_id', 'after_id', 'fields'])

type Allowed = {
  operations: string[]
  fields: string[]
  /** What is written into a field that holds more than one value. */
  parts?: Record<string, string[]>
}
type Model = keyof typeof allowed

const isAllowed = (model: Model, name: string): boolean => {
  const { fields, parts = {} }: Allowed = allowed[model]
  return fields.includes(name) || Object.values(parts).flat().includes(name)
}

/** Whether fields of an entity are all of a class that may lie in the storage of a browser. */
export const areStorable = (model: Model, fields: object): boolean =>
  Object.keys(fields).every((name) => isAllowed(model, name))

/** Whether everything that an operation on a plan carries may lie there. */
export function isStorableOperation(operation: { op: string; fields?: object }): boolean {
  const model = (Object.keys(allowed) as Model[]).find((one) =>
    allowed[one].operations.includes(operation.op),
  )
  if (!model) return false
  const beside = Object.keys(operation).filter((name) => !STRUCTURE.has(name))
  return (
    beside.every((name) => isAllowed(model, name)) && areStorable(model, operation.fields ?? {})
  )
}
