import { CloseOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Filter, writeFilter } from '../filters'
import { useFilterText } from '../useFilterText'
import { FilterForm } from './FilterForm'

type FilterChipProps = {
  filter: Filter | undefined
  text: string
  onChange: (text: string | null) => void
}

/** One filter in words: press it to change it, or take it out. */
export function FilterChip({ filter, text, onChange }: FilterChipProps) {
  const { t } = useTranslation('projects')
  const [open, setOpen] = useState(false)
  const words = useFilterText(filter) ?? text

  return (
    <li className="filter-chip">
      {filter ? (
        <Popover
          trigger="click"
          placement="bottomLeft"
          open={open}
          onOpenChange={setOpen}
          destroyOnHidden
          content={
            <FilterForm
              first={filter}
              onDone={(changed) => {
                setOpen(false)
                if (changed !== writeFilter(filter)) onChange(changed)
              }}
            />
          }
        >
          <button type="button" className="filter-words" aria-haspopup="dialog">
            {words}
          </button>
        </Popover>
      ) : (
        <span className="filter-words">{words}</span>
      )}
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('filter.remove', { filter: words })}
        onClick={() => onChange(null)}
      />
    </li>
  )
}
