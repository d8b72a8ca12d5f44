import type { Unit } from './queries'

export type UnitNode = Unit & { children?: UnitNode[] }

/** Units under their parents; one whose parent is not to be seen stands at the top. */
export function unitTree(units: Unit[]): UnitNode[] {
  const nodes = new Map<string, UnitNode>(units.map((unit) => [unit.id, { ...unit }]))
  const tops: UnitNode[] = []
  for (const node of nodes.values()) {
    const parent = node.parent && nodes.get(node.parent.id)
    if (!parent) tops.push(node)
    else if (parent.children) parent.children.push(node)
    else parent.children = [node]
  }
  return tops
}

/** The ids of a unit and of all below it. */
export function unitsBelow(units: Unit[], id: string): string[] {
  const found = [id]
  for (const at of found) {
    found.push(...units.filter(({ parent }) => parent?.id === at).map((unit) => unit.id))
  }
  return found
}

/** Per unit the sum over it and all below it. */
export function sumsBelow(units: Unit[], own: Map<string, number>): Map<string, number> {
  const parents = new Map(units.map(({ id, parent }) => [id, parent?.id]))
  const sums = new Map<string, number>()
  for (const [id, count] of own) {
    let at: string | undefined = id
    while (at) {
      sums.set(at, (sums.get(at) ?? 0) + count)
      at = parents.get(at)
    }
  }
  return sums
}
