/** Kinds of events by what they are about, in the order in which an auditor asks. */
const GROUPS = [
  ['reading', /^access\.(fields_read|exported|value_shown|personal_data_exported|viewing_as)/],
  [
    'signIn',
    /^access\.(sign|proof_|proved|session|factor|recovery|second_|identity|password|token)/,
  ],
  ['refusals', /^access\.(refused|operation_failed)/],
  ['privacy', /^access\.(hold|retention|somebody|notice)/],
  ['policy', /^access\.policy/],
  ['deciding', /^access\.(authority|body|question|vote|member|seat|delegat|separation|lowering)/],
  ['rights', /^access\.(grant|glass|role|account|company|secrets)/],
  ['views', /^access\.(view|default_view|preferences)/],
  ['projects', /^projects\./],
  ['planning', /^planning\./],
  ['organisation', /^organisation\./],
  ['collaboration', /^collaboration\./],
  ['exchange', /^integrations\./],
  ['others', /^/],
] as const

export type KindGroup = (typeof GROUPS)[number][0]

/** What a kind of event is about. */
export const groupOf = (kind: string): KindGroup =>
  GROUPS.find(([, matches]) => matches.test(kind))?.[0] ?? 'others'

/** The kinds that have a name, by group; `named` are the keys of their words. */
export function grouped(named: readonly string[]): { group: KindGroup; kinds: string[] }[] {
  const kinds = named.map((key) => key.replace('_', '.'))
  return GROUPS.map(([group]) => ({
    group,
    kinds: kinds.filter((kind) => groupOf(kind) === group),
  })).filter(({ kinds: found }) => found.length > 0)
}
