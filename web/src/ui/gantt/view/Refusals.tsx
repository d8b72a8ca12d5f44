import { useEffect, useRef } from 'react'
import type { CellRefusal } from '../edit/clipboard'
import { fill } from '../labels'
import { useChart } from './chart'

/** So many refused cells are told one by one; the others are counted. */
const MOST = 12

/** Why a paste was refused, cell by cell. */
export function Refusals({
  refusals,
  onClose,
}: {
  refusals: readonly CellRefusal[]
  onClose: () => void
}) {
  const { labels } = useChart()
  const { sheet, errors, columns } = labels
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => close.current?.focus(), [])
  const left = refusals.length - MOST
  const wordsOf = (error: CellRefusal['error']) => {
    if (error === 'not_editable') return sheet.notEditable
    return error === 'locked' ? sheet.locked : errors[error]
  }
  return (
    <div
      className="zg-refusals"
      role="alertdialog"
      aria-label={fill(sheet.refused, { n: refusals.length })}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <b>{fill(sheet.refused, { n: refusals.length })}</b>
      <p>{sheet.nothingChanged}</p>
      <ul>
        {refusals.slice(0, MOST).map(({ line, column, text, error, params }) => (
          <li key={`${line} ${column}`}>
            <span>{fill(sheet.cell, { line, column: columns[column], text })}</span>
            <i>{fill(wordsOf(error), params)}</i>
          </li>
        ))}
      </ul>
      {left > 0 && <p>{fill(sheet.more, { n: left })}</p>}
      <button type="button" ref={close} onClick={onClose}>
        {sheet.close}
      </button>
    </div>
  )
}
