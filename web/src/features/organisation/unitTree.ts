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
