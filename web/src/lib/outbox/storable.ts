import allowed from './storable.json'

/** What an operation says beside fields: which, where, and on what. */
const STRUCTURE = new Set(['op', 'id', 'after_id', 'fields'])

type Model = keyof typeof allowed

/** Whether fields of an entity are all of a class that may lie in the storage of a browser. */
export const areStorable = (model: Model, fields: object): boolean =>
  Object.keys(fields).every((name) => allowed[model].fields.includes(name))

/** Whether everything that an operation on a plan carries may lie there. */
export function isStorableOperation(operation: { op: string; fields?: object }): boolean {
  const model = (Object.keys(allowed) as Model[]).find((one) =>
    allowed[one].operations.includes(operation.op),
  )
  if (!model) return false
  const beside = Object.keys(operation).filter((name) => !STRUCTURE.has(name))
  return (
    beside.every((name) => allowed[model].fields.includes(name)) &&
    areStorable(model, operation.fields ?? {})
  )
}
