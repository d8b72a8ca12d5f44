import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schema } from '@/api/client'
import { formatNumber, formatPercent } from '@/lib/format'
import { TaskName } from './TaskName'

type Check = Schema<'CheckOut'>
type OnTask = (taskId: string) => void
type QualityTableProps = { checks: Check[]; onTask?: OnTask }

const SHOWN_OFFENDERS = 20
/** Two checks are indices and some count offenders; all others are shares of tasks or links. */
const INDICES = new Set(['cpli', 'bei'])
const COUNTS = new Set(['leads', 'negative_float', 'invalid_dates', 'resources'])
const SIGNS = { passed: '✓', failed: '✕', unknown: '–' }

const stateOf = ({ passed }: Check) => (passed === null ? 'unknown' : passed ? 'passed' : 'failed')

/** The 14 checks of DCMA with their values, limits and offenders. */
export function QualityTable({ checks, onTask }: QualityTableProps) {
  return (
    <ul className="rows">
      {checks.map((check) => (
        <CheckRow key={check.number} check={check} onTask={onTask} />
      ))}
    </ul>
  )
}

function CheckRow({ check, onTask }: { check: Check; onTask?: OnTask }) {
  const { t } = useTranslation('ui')
  const [isOpen, setIsOpen] = useState(false)
  const state = stateOf(check)

  return (
    <li className="check" data-state={state}>
      <span className="check-sign">
        <span aria-hidden>{SIGNS[state]}</span>
        <span className="visually-hidden">{t(`quality.${state}`)}</span>
      </span>
      <span className="check-name" title={t(`quality.hint.${check.code}`, '')}>
        {check.number}. {t(`quality.check.${check.code}`, check.code)}
      </span>
      <CheckValue check={check} />
      {check.n_offenders > 0 && (
        <button
          type="button"
          className="text-button number check-count"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t('quality.offenders', { count: check.n_offenders })}
        </button>
      )}
      {isOpen && <Offenders check={check} onTask={onTask} />}
    </li>
  )
}

function CheckValue({ check }: { check: Check }) {
  const { t, i18n } = useTranslation('ui')
  const { code, value, limit, reason } = check
  const show = (number: number) =>
    INDICES.has(code) || COUNTS.has(code)
      ? formatNumber(number, i18n.language, 2)
      : formatPercent(number, 1)

  if (value === null) {
    const word = reason ? t(`quality.reason.${reason}`, '') : ''
    return <span className="quiet check-reason">{word || (code.endsWith('_test') ? '' : '—')}</span>
  }
  return (
    <>
      <span className="number">{code.endsWith('_test') ? '' : show(value)}</span>
      <span className="number quiet check-limit">
        {limit !== null && !code.endsWith('_test') && t('quality.limit', { limit: show(limit) })}
      </span>
    </>
  )
}

function Offenders({ check, onTask }: { check: Check; onTask?: OnTask }) {
  const { t } = useTranslation('ui')
  return (
    <ul className="check-offenders">
      {check.offenders.slice(0, SHOWN_OFFENDERS).map(({ id, number, wbs_code, name }) => (
        <li key={id}>
          <span className="quiet number">{wbs_code}</span>{' '}
          {onTask ? (
            <button type="button" className="text-button" onClick={() => onTask(id)}>
              <TaskName name={name} mark={number} />
            </button>
          ) : (
            <TaskName name={name} mark={number} />
          )}
        </li>
      ))}
      {check.n_offenders > SHOWN_OFFENDERS && (
        <li className="quiet">
          {t('quality.more', { count: check.n_offenders - SHOWN_OFFENDERS })}
        </li>
      )}
    </ul>
  )
}
