import type { Unit } from '../queries'
import type { Place } from '../units/queries'
import { type UnitNode, unitTree } from '../unitTree'

type Row = { unit: Unit; depth: number; counts: Map<string, number>; sum: number }

const MAX_DEPTH = 1

/** Units against sites; each unit counts with all below it, units without people are left out. */
export function placeTable(units: Unit[], places: Place[]) {
  const own = new Map<string, Place[]>()
  for (const place of places) own.set(place.unit_id, [...(own.get(place.unit_id) ?? []), place])
  const rows: Row[] = []

  const visit = (node: UnitNode, depth: number): Map<string, number> => {
    const counts = new Map<string, number>()
    const add = (site: string, count: number) => counts.set(site, (counts.get(site) ?? 0) + count)
    const at = rows.length
    for (const { location, n_people } of own.get(node.id) ?? []) add(location, n_people)
    for (const child of node.children ?? []) {
      for (const [site, count] of visit(child, depth + 1)) add(site, count)
    }
    const sum = [...counts.values()].reduce((total, count) => total + count, 0)
    if (sum > 0 && depth <= MAX_DEPTH) rows.splice(at, 0, { unit: node, depth, counts, sum })
    return counts
  }

  for (const top of unitTree(units)) visit(top, 0)
  const sums = new Map<string, number>()
  for (const { location, n_people } of places) {
    sums.set(location, (sums.get(location) ?? 0) + n_people)
  }
  const sites = [...sums.keys()].sort((a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0))
  const tops = rows.filter(({ depth }) => depth === 0)
  return {
    sites,
    rows,
    most: Math.max(1, ...tops.flatMap(({ counts }) => [...counts.values()])),
    total: tops.reduce((total, { sum }) => total + sum, 0),
  }
}
