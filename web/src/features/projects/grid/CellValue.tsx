import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import { formatDate, formatMoney, formatNumber } from '@/lib/format'
import { Health } from '@/ui/Health'
import { Locked } from '@/ui/Locked'
import { Meter } from '@/ui/Meter'
import { Slip } from '@/ui/Slip'
import { FIELDS, type FieldName } from '../fields'
import type { ProjectRow } from '../queries'
import { useCodeText } from '../useChoiceText'

type CellValueProps = { project: ProjectRow; field: FieldName }

/** The value of one field of a project, or its lock. */
export function CellValue({ project, field }: CellValueProps) {
  return (
    <Locked
      of={project}
      field={field}
      kind="project"
      read={(value) => <Value project={{ ...project, [field]: value }} field={field} />}
    >
      {field === 'name' ? (
        <ProjectLink project={project} />
      ) : (
        <Value project={project} field={field} />
      )}
    </Locked>
  )
}

function ProjectLink({ project: { id, key, name } }: { project: ProjectRow }) {
  return (
    <Link
      to="/projects/$projectId/overview"
      params={{ projectId: id }}
      className="row-link ellipsis"
      title={`${key} ${name}`}
      tabIndex={-1}
    >
      {name}
    </Link>
  )
}

function Value({ project, field }: CellValueProps) {
  const { t, i18n } = useTranslation('projects')
  const codeText = useCodeText()
  const value = project[field]
  if (field === 'health') return <Health value={project.health} />
  if (value === null || value === '') return <span className="quiet">—</span>
  switch (FIELDS[field].kind) {
    case 'ratio':
      return <Meter share={Number(value)} label={t(`column.${field}`)} />
    case 'days':
      return <Slip minutes={Number(value)} />
    case 'date':
      return <span className="number">{formatDate(String(value))}</span>
    case 'number':
      return <span className="number">{formatNumber(Number(value), i18n.language)}</span>
    case 'money':
      return (
        <span className="number">
          {formatMoney(Number(value), project.currency, i18n.language)}
        </span>
      )
    case 'choice':
      if (field === 'classification') return <Class level={Number(value)} />
      return <Words text={codeText(field, String(value))} />
    default:
      return <Words text={typeof value === 'object' ? value.name : String(value)} />
  }
}

function Class({ level }: { level: number }) {
  const className = useClassName()
  return <Words text={className(level)} />
}

function Words({ text }: { text: string }) {
  return (
    <span className="ellipsis" title={text}>
      {text}
    </span>
  )
}
