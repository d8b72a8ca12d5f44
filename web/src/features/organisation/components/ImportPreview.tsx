import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { Locked } from '@/ui/Locked'
import type { ImportLine, ImportProblem, OrganisationImport } from '../queries'

const OUTCOMES = ['rejected', 'changed', 'added', 'unchanged'] as const
const SHOWN = 200

/** What each row of a table would do, the rejected rows first. */
export function ImportPreview({ preview }: { preview: OrganisationImport }) {
  const { t } = useTranslation('organisation')
  const present = OUTCOMES.filter((outcome) => preview.counts[outcome] > 0)

  return (
    <>
      {preview.unknown_columns.length > 0 && (
        <p className="quiet">
          {t('import.unknownColumns', { columns: preview.unknown_columns.join(', ') })}
        </p>
      )}
      <Tabs
        items={present.map((outcome) => ({
          key: outcome,
          label: `${t(`import.outcome.${outcome}`)} ${preview.counts[outcome]}`,
          children: <Lines lines={preview.lines.filter((line) => line.outcome === outcome)} />,
        }))}
      />
    </>
  )
}

function Lines({ lines }: { lines: ImportLine[] }) {
  const { t } = useTranslation('organisation')
  return (
    <ul className="rows import-lines">
      {lines.slice(0, SHOWN).map((line) => (
        <li key={line.row} className="difference">
          <span className="quiet number">{t('import.row', { row: line.row })}</span> {line.name}{' '}
          {line.key}
          {line.problems.map((problem) => (
            <Problem key={`${problem.field} ${problem.code}`} problem={problem} />
          ))}
          {line.outcome === 'changed' &&
            Object.entries(line.changes).map(([field, [before, after]]) => (
              <div key={field} className="quiet">
                {t(`import.field.${field}`, field)}:{' '}
                <Locked of={{ _locked: line.locked }} field={field}>
                  {before ?? '—'}
                </Locked>{' '}
                → {after ?? '—'}
              </div>
            ))}
        </li>
      ))}
      {lines.length > SHOWN && (
        <li className="quiet">{t('import.more', { count: lines.length - SHOWN })}</li>
      )}
    </ul>
  )
}

function Problem({ problem }: { problem: ImportProblem }) {
  const { t, i18n } = useTranslation('organisation')
  const key = `import.problem.${problem.code.replace(/^organisation\./, '')}`
  return (
    <div className="problem">
      {problem.field && `${t(`import.field.${problem.field}`, problem.field)}: `}
      {i18n.exists(`organisation:${key}`) ? t(key, problem) : problem.code}
    </div>
  )
}
