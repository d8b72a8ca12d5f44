import type { View, ViewDefinition } from '@/lib/views'
import { DEFAULT_LAYERS } from '@/ui/gantt/defaults'
import { parseMoment } from '@/ui/gantt/model/moments'
import type { LayerKey } from '@/ui/gantt/props'
import { type PlanView, readView, writeView } from './planView'
import { MINE, type PlanSearch, planSearch } from './search'
import type { Narrowing } from './taskFilter'
import { idsOf } from './useOtherBaselines'

/** The code under which the server keeps views of plans. */
export const VIEWS_PAGE = 'plan'
/** Keeps a default view from being applied again. */
export const PLAIN = 'plain'

/** What of the address a saved view decides. */
export type Looks = Pick<PlanSearch, 'q' | 'show' | 'who' | 'since' | 'until' | 'also' | 'saved'>

/** What a view is written and read against: the plan on the page. */
export type Looking = {
  plan: {
    resources: readonly { id: string; name: string }[]
    baselines: readonly { id: string }[]
  }
}

const LAYER_KEYS = Object.keys(DEFAULT_LAYERS) as LayerKey[]
const NAME = 'name:contains:'
const SINCE = 'finish:ge:'
const UNTIL = 'start:le:'
const END_OF_DAY = 'T23:59'

const isDate = (text: string | undefined) => parseMoment(text ?? '') !== null

/** What is typed goes into filters: the server checks those for everybody the view is shown to. */
export const filtersOf = ({ q, since, until }: Narrowing): string[] => [
  ...(q?.trim() ? [NAME + q] : []),
  ...(isDate(since) ? [SINCE + since] : []),
  ...(isDate(until) ? [UNTIL + until + END_OF_DAY] : []),
]

/** Whose tasks: oneself in every plan, or somebody by an id that tells nothing outside this one. */
export function whoSettings(
  who: string | undefined,
  { plan }: Looking,
): Record<string, string | true> {
  if (who === undefined) return {}
  if (who === MINE) return { mine: true }
  const id = plan.resources.find(({ name }) => name === who)?.id
  return id ? { who: id } : {}
}

const baselinesOf = (ids: readonly string[], { plan }: Looking): string[] =>
  ids.filter((id) => plan.baselines.some((baseline) => baseline.id === id))

/** What a saved view keeps: no name, text or date of a task or a person stands in its settings. */
export function definitionOf(view: PlanView, search: Looks, looking: Looking): ViewDefinition {
  const layers = LAYER_KEYS.map((key) => [`layer_${key}`, view.layers[key]] as const)
  const also = baselinesOf(idsOf(search.also), looking)
  return {
    columns: view.columns.map(({ key, width }) => ({ field: key, width: Math.round(width) })),
    filters: filtersOf(search),
    settings: {
      ...Object.fromEntries(layers),
      ...(view.group && { group: view.group }),
      ...(search.show && { show: search.show }),
      ...whoSettings(search.who, looking),
      ...Object.fromEntries(also.map((id, at) => [`baseline_${at + 1}`, id])),
    },
  }
}

/** The columns, layers and groups of a saved view; what nobody knows is passed over. */
export function viewOf({ columns, settings = {} }: ViewDefinition): PlanView {
  const drawn = LAYER_KEYS.filter((key) => settings[`layer_${key}`] ?? DEFAULT_LAYERS[key])
  const shown = (columns ?? []).map(({ field, width }) => `${field}.${width ?? ''}`)
  return readView([shown.join('~'), drawn.join('~'), settings.group ?? ''].join('!'))
}

function whoOf(settings: NonNullable<ViewDefinition['settings']>, { plan }: Looking) {
  if (settings.mine === true) return MINE
  return plan.resources.find(({ id }) => id === settings.who)?.name
}

/** What narrows the rows in the way of a saved view. */
export function narrowingOf(saved: View | null, looking: Looking): Narrowing {
  const { filters = [], settings = {} } = saved?.definition ?? {}
  const valueAfter = (start: string) =>
    filters.find((filter) => filter.startsWith(start))?.slice(start.length)
  const { q, show, who, since, until } = planSearch({
    q: valueAfter(NAME),
    show: settings.show,
    who: whoOf(settings, looking),
    since: valueAfter(SINCE)?.slice(0, 10),
    until: valueAfter(UNTIL)?.slice(0, 10),
  })
  return { q, show, who, since, until }
}

/** The address that shows a plan in the way of a saved view; null: as it is by itself. */
export function looksOf(saved: View | null, looking: Looking): Looks & Pick<PlanSearch, 'view'> {
  const { settings = {} } = saved?.definition ?? {}
  const also = baselinesOf([settings.baseline_1, settings.baseline_2].map(String), looking)
  const rest = planSearch({
    also: also.join('.'),
    view: saved ? writeView(viewOf(saved.definition)) : undefined,
  })
  const looks = narrowingOf(saved, looking)
  return { ...looks, also: rest.also, view: rest.view, saved: saved?.id ?? PLAIN }
}
