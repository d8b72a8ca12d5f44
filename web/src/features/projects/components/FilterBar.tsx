import { AppstoreOutlined, BarsOutlined, FilterOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Input, Popover, Segmented, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import type { View } from '@/lib/views'
import { useClear } from '@/ui/useClear'
import { ViewsMenu } from '@/ui/views/ViewsMenu'
import { FIELD_NAMES, FIELDS } from '../fields'
import { readFilter } from '../filters'
import { definitionOf, type Layout, PLAIN, type ProjectListSearch, searchOfView } from '../search'
import { ColumnChoice } from './ColumnChoice'
import { FilterChip } from './FilterChip'
import { FilterForm } from './FilterForm'

type FilterBarProps = {
  search: ProjectListSearch
  onChange: (change: Partial<ProjectListSearch>) => void
  onApply: (search: ProjectListSearch) => void
}

const TYPING_PAUSE_MS = 250
const GROUPABLE = FIELD_NAMES.filter((name) => FIELDS[name].isGroupable)

/** How the projects are looked at: view, filters, groups, columns, list or roadmap. */
export function FilterBar({ search, onChange, onApply }: FilterBarProps) {
  const clear = useClear()
  const { t } = useTranslation('projects')
  const isPhone = useIsPhone()
  const apply = (view: View | null) =>
    onApply(view ? searchOfView(view.id, view.definition) : { view: PLAIN })

  return (
    <search className="filter-bar" data-tour="filters">
      <div className="filters">
        <ViewsMenu
          page="projects"
          shown={definitionOf(search)}
          activeId={search.view}
          onApply={apply}
        />
        <TextFilter search={search} onChange={onChange} />
        <AddFilter search={search} onChange={onChange} />
        <Select
          allowClear={clear}
          aria-label={t('groupBy')}
          placeholder={t('groupBy')}
          className="filter-group"
          popupMatchSelectWidth={false}
          options={GROUPABLE.map((name) => ({ value: name, label: t(`column.${name}`) }))}
          labelRender={({ label }) => t('groupedBy', { field: label })}
          value={search.group}
          onChange={(group) => onChange({ group, closed: undefined })}
        />
        {!isPhone && search.layout !== 'roadmap' && (
          <ColumnChoice search={search} onChange={onChange} />
        )}
        <Segmented<Layout>
          aria-label={t('layout.label')}
          className="filter-layout"
          data-tour="layout"
          value={search.layout ?? 'list'}
          onChange={(layout) => onChange({ layout: layout === 'list' ? undefined : layout })}
          options={[
            { value: 'list', label: t('layout.list'), icon: <BarsOutlined aria-hidden /> },
            {
              value: 'roadmap',
              label: t('layout.roadmap'),
              icon: <AppstoreOutlined aria-hidden />,
            },
          ]}
        />
      </div>
      {search.filter && (
        <ul className="filter-chips" aria-label={t('filter.active')}>
          {search.filter.map((text, index) => (
            <FilterChip
              key={text}
              filter={readFilter(text)}
              text={text}
              onChange={(changed) =>
                onChange({ filter: replaced(search.filter ?? [], index, changed) })
              }
            />
          ))}
          <li>
            <Button type="link" size="small" onClick={() => onChange({ filter: undefined })}>
              {t('filter.clearAll')}
            </Button>
          </li>
        </ul>
      )}
    </search>
  )
}

/** The filters with one of them changed, or taken out; none is no filter at all. */
function replaced(filters: string[], index: number, changed: string | null): string[] | undefined {
  const next = filters.flatMap((text, at) => (at === index ? (changed ?? []) : text))
  return next.length > 0 ? next : undefined
}

type PartProps = Pick<FilterBarProps, 'search' | 'onChange'>

function TextFilter({ search, onChange }: PartProps) {
  const clear = useClear()
  const { t } = useTranslation('projects')
  const [typed, setTyped] = useState(search.q ?? '')
  const [known, setKnown] = useState(search.q)
  if (known !== search.q) {
    setKnown(search.q)
    setTyped(search.q ?? '')
  }

  useEffect(() => {
    if (typed === (search.q ?? '')) return
    const timer = setTimeout(() => onChange({ q: typed || undefined }), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, search.q, onChange])

  return (
    <Input
      allowClear={clear}
      prefix={<SearchOutlined aria-hidden />}
      aria-label={t('filter.text')}
      placeholder={t('filter.text')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className="filter-text"
    />
  )
}

function AddFilter({ search, onChange }: PartProps) {
  const { t } = useTranslation('projects')
  const [open, setOpen] = useState(false)
  const add = (text: string) => {
    setOpen(false)
    onChange({ filter: [...new Set([...(search.filter ?? []), text])] })
  }

  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<FilterForm onDone={add} />}
    >
      <Button icon={<FilterOutlined aria-hidden />} aria-haspopup="dialog" aria-expanded={open}>
        {t('filter.add')}
      </Button>
    </Popover>
  )
}
