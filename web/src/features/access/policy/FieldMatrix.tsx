import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Select, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FieldCatalogue, fieldsQuery } from '@/lib/classes'
import { EmptyState } from '@/ui/EmptyState'
import { FindField } from '@/ui/FindField'
import { useClear } from '@/ui/useClear'
import { rolesQuery } from '../governing/queries'
import { DraftBar } from './DraftBar'
import { FieldRules } from './FieldRules'
import { MatrixLegend } from './MatrixLegend'
import { contentOf, type PolicyState, policyQuery, usePolicyChanges } from './queries'
import type { FieldSearch } from './search'
import { useFieldWords } from './useFieldWords'
import { useRoleName } from './useRoleName'

type TabProps = { search: FieldSearch; onShow: (change: FieldSearch) => void }
type CatalogueField = FieldCatalogue['resources'][number]['fields'][number]
export type RuledField = CatalogueField & { resource: string }

/** Every field that can be closed: its class, and what each role gives over it. */
export function FieldMatrix({ search, onShow }: TabProps) {
  const clear = useClear()
  const { t } = useTranslation('policy')
  const { data: catalogue } = useSuspenseQuery(fieldsQuery)
  const { data: policy } = useSuspenseQuery(policyQuery)
  const words = useFieldWords()
  const [open, setOpen] = useState<RuledField>()
  const ruled = catalogue.resources.flatMap(({ name: resource, fields }) =>
    fields.filter(({ is_closable }) => is_closable).map((field) => ({ ...field, resource })),
  )
  const typed = (search.q ?? '').trim().toLowerCase()
  const shown = ruled.filter(
    ({ resource, name }) =>
      (!search.resource || search.resource === resource) &&
      `${name} ${words.resource(resource)} ${words.field(resource, name)}`
        .toLowerCase()
        .includes(typed),
  )
  const resources = [...new Set(ruled.map(({ resource }) => resource))]

  return (
    <>
      <search className="filters">
        <FindField label={t('find')} value={search.q} onFind={(q) => onShow({ q })} />
        <Select
          allowClear={clear}
          aria-label={t('resourceOf')}
          placeholder={t('resourceOf')}
          value={search.resource}
          onChange={(resource) => onShow({ resource })}
          options={resources.map((name) => ({ value: name, label: words.resource(name) }))}
          className="filter-choice"
        />
      </search>
      {shown.length === 0 ? (
        <EmptyState title={t('none')} hint={t('noneHint')} />
      ) : (
        <MatrixTable fields={shown} policy={policy} onOpen={setOpen} />
      )}
      <DraftBar policy={policy} />
      {open && <FieldRules field={open} policy={policy} onClose={() => setOpen(undefined)} />}
    </>
  )
}

type MatrixTableProps = {
  fields: RuledField[]
  policy: PolicyState
  onOpen: (field: RuledField) => void
}

function MatrixTable({ fields, policy, onOpen }: MatrixTableProps) {
  const { t } = useTranslation('policy')
  const words = useFieldWords()
  const { data: roles = [] } = useQuery(rolesQuery)
  const roleName = useRoleName()
  const rows = new Map(policy.matrix.map((row) => [`${row.resource}.${row.field}`, row]))

  const shown = fields.flatMap(({ resource, name }) => rows.get(`${resource}.${name}`) ?? [])
  const { classes = {} } = contentOf(policy)

  return (
    <>
      <MatrixLegend
        rows={shown}
        roles={roles}
        hasChanged={shown.some(({ resource, field }) => `${resource}.${field}` in (classes ?? {}))}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className="matrix-box" tabIndex={0} aria-label={t('tab.matrix')}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{t('column.field')}</th>
              <th scope="col">{t('column.class')}</th>
              {roles.map(({ id }) => (
                <th key={id} scope="col">
                  {roleName(id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => {
              const row = rows.get(`${field.resource}.${field.name}`)
              return (
                <tr key={`${field.resource}.${field.name}`}>
                  <th scope="row">
                    <button type="button" className="text-button" onClick={() => onOpen(field)}>
                      {words.field(field.resource, field.name)}
                    </button>
                    <span className="quiet">
                      {words.resource(field.resource)}
                      {!!row?.n_conditional &&
                        ` · ${t('conditional', { count: row.n_conditional })}`}
                    </span>
                  </th>
                  <td>
                    <FieldClass field={field} policy={policy} />
                  </td>
                  {roles.map(({ id }) => {
                    const effect = row?.roles[id]
                    return (
                      <td key={id} data-effect={effect ?? 'unseen'}>
                        {effect ? words.effect(effect) : t('unseen')}
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </>
  )
}

/** The class of a field, which can be raised, and lowered as far as its floor. */
function FieldClass({ field, policy }: { field: RuledField; policy: PolicyState }) {
  const { t } = useTranslation('policy')
  const words = useFieldWords()
  const { write } = usePolicyChanges()
  const path = `${field.resource}.${field.name}`
  const content = contentOf(policy)
  const level = content.classes?.[path] ?? field.declared
  const set = (chosen: number) => {
    const { [path]: _, ...others } = content.classes ?? {}
    const classes = chosen === field.declared ? others : { ...others, [path]: chosen }
    write.mutate({ body: { ...content, classes }, version: policy.draft?.version ?? 0 })
  }
  const options = [0, 1, 2, 3]
    .filter((one) => one >= field.floor)
    .map((value) => ({ value, label: words.className(value) }))
  return (
    <span className="matrix-class">
      <Select
        size="small"
        aria-label={t('classOf', { field: words.field(field.resource, field.name) })}
        value={level}
        options={options}
        popupMatchSelectWidth={false}
        onChange={set}
      />
      {level !== field.declared && <Tag>{t('changed')}</Tag>}
    </span>
  )
}
