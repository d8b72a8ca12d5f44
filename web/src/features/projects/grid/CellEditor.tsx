import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { type KeyboardEvent, useDeferredValue, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClear } from '@/ui/useClear'
import { FIELDS, type FieldName } from '../fields'
import { type ProjectChange, type ProjectRow, peopleChoicesQuery } from '../queries'
import { isDecision } from '../states'
import { useChoiceText } from '../useChoiceText'
import { useEditProject } from '../useEditProject'

type CellEditorProps = {
  project: ProjectRow
  field: FieldName
  typed: string | undefined
  onDone: () => void
}

/** Changes one field where it is read: Enter keeps it, Escape takes it back. */
export function CellEditor({ project, field, typed, onDone }: CellEditorProps) {
  const { t } = useTranslation('projects')
  const choiceText = useChoiceText()
  const edit = useEditProject()
  const { kind, choices = [] } = FIELDS[field]
  const keep = (change: ProjectChange) => {
    onDone()
    edit(project, field, change)
  }

  if (kind === 'person') return <PersonEditor project={project} onKeep={keep} onDone={onDone} />
  if (kind === 'choice')
    return (
      <Select
        autoFocus
        defaultOpen
        size="small"
        aria-label={t(`column.${field}`)}
        className="grid-editor"
        popupMatchSelectWidth={false}
        value={String(project[field])}
        options={choices
          .filter((code) => field !== 'state' || !isDecision(project.state, code))
          .map((code) => ({ value: code, label: choiceText(field, code) }))}
        onChange={(code) => keep({ [field]: field === 'classification' ? Number(code) : code })}
        onKeyDown={({ key }) => key === 'Escape' && onDone()}
        onBlur={onDone}
      />
    )
  return (
    <TextEditor
      label={t(`column.${field}`)}
      isDate={kind === 'date'}
      first={typed ?? String(project[field] ?? '').slice(0, kind === 'date' ? 10 : undefined)}
      onKeep={(text) => keep(changeOf(field, text, project))}
      onDone={onDone}
    />
  )
}

/** What a typed text changes; a status date is the end of that day's work. */
function changeOf(field: FieldName, text: string, project: ProjectRow): ProjectChange {
  if (field !== 'status_date') return { [field]: field === 'description' ? text : text.trim() }
  const time = project.status_date?.slice(10) ?? 'T17:00'
  return { status_date: text === '' ? null : `${text}${time.slice(0, 6)}` }
}

type TextEditorProps = {
  label: string
  isDate: boolean
  first: string
  onKeep: (text: string) => void
  onDone: () => void
}

function TextEditor({ label, isDate, first, onKeep, onDone }: TextEditorProps) {
  const isOver = useRef(false)
  const [text, setText] = useState(first)
  const finish = (isKept: boolean) => {
    if (isOver.current) return
    isOver.current = true
    if (isKept && (isDate || text.trim() !== '')) onKeep(text)
    else onDone()
  }
  const press = ({ key, nativeEvent }: KeyboardEvent) => {
    if (key === 'Enter' && !nativeEvent.isComposing) finish(true)
    if (key === 'Escape') finish(false)
  }
  return (
    <Input
      autoFocus
      size="small"
      type={isDate ? 'date' : 'text'}
      className="grid-editor"
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={press}
      onBlur={() => finish(true)}
    />
  )
}

type PersonEditorProps = {
  project: ProjectRow
  onKeep: (change: ProjectChange) => void
  onDone: () => void
}

function PersonEditor({ project, onKeep, onDone }: PersonEditorProps) {
  const clear = useClear()
  const { t } = useTranslation('projects')
  const [text, setText] = useState('')
  const present = project.manager ? [project.manager.id] : []
  const { data: options } = useQuery(peopleChoicesQuery(useDeferredValue(text), present))
  return (
    <Select
      autoFocus
      defaultOpen
      allowClear={clear}
      size="small"
      showSearch={{ filterOption: false, onSearch: setText }}
      aria-label={t('column.manager')}
      className="grid-editor"
      popupMatchSelectWidth={false}
      value={project.manager?.id}
      options={options}
      onChange={(id?: string) => onKeep({ manager_id: id ?? null })}
      onKeyDown={({ key }) => key === 'Escape' && onDone()}
      onBlur={onDone}
    />
  )
}
