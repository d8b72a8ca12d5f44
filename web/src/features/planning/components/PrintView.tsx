import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, InputNumber, Segmented, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { type Drawn, drawChart, drawTitle, gridWidthOf } from '@/ui/gantt/export/draw'
import { svgPainter } from '@/ui/gantt/export/painter'
import {
  layOut,
  MOST_SHEETS,
  type PaperSize,
  type PrintChoice,
  roomOn,
  SHRINK,
  type Sheet,
  scaleOn,
  TITLE_HEIGHT,
} from '@/ui/gantt/export/paper'
import { drawnOf, type Shot } from '../exporting'
import './print.css'

type PrintViewProps = { shot: Shot; title: string; note: string; onClose: () => void }

const AT_FIRST: PrintChoice = { paper: 'a4', isLandscape: true, nWide: 1 }
const MOST_WIDE = 20

/** The chart on sheets of paper, columns and dates repeated on each; the browser prints or saves it. */
export function PrintView({ shot, title, note, onClose }: PrintViewProps) {
  const { t } = useTranslation('planning')
  const [choice, setChoice] = useState(AT_FIRST)
  const dialog = useRef<HTMLDivElement>(null)
  const { drawn, sheets } = useSheets(shot, choice)
  const isTooMany = sheets.length > MOST_SHEETS
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    dialog.current?.focus()
    return () => before?.focus()
  }, [])

  return createPortal(
    <div
      ref={dialog}
      className="print-view"
      role="dialog"
      aria-modal="true"
      aria-label={t('print.title')}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="print-bar">
        <b>{t('print.title')}</b>
        <Choices choice={choice} onChoice={setChoice} />
        <span className="quiet" aria-live="polite">
          {t('print.sheets', { count: sheets.length })}
        </span>
        <span className="toolbar-gap" />
        <Button
          type="primary"
          icon={<PrinterOutlined aria-hidden />}
          disabled={isTooMany}
          onClick={() => window.print()}
        >
          {t('print.print')}
        </Button>
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
      {isTooMany ? (
        <Alert type="warning" title={t('print.tooMany', { count: MOST_SHEETS })} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
        <section className="print-sheets" aria-label={t('print.preview')} tabIndex={0}>
          {sheets.map((sheet) => (
            <PrintedSheet
              key={sheet.number}
              drawn={drawn}
              sheet={sheet}
              choice={choice}
              title={title}
              note={`${note} · ${sheet.number}/${sheets.length}`}
            />
          ))}
        </section>
      )}
    </div>,
    document.body,
  )
}

/** The name always stays; of the other columns as many as leave the time half of the sheet. */
function columnsFor({ columns }: Drawn, choice: PrintChoice) {
  const half = roomOn(choice).width / 2
  let kept = columns
  while (gridWidthOf(kept) > half && kept.length > 1) {
    const last = kept.findLast(({ key }) => key !== 'name')
    kept = kept.filter((column) => column !== last)
  }
  return kept
}

function useSheets(shot: Shot, choice: PrintChoice) {
  return useMemo(() => {
    const whole = drawnOf(shot)
    const columns = columnsFor(whole, choice)
    const gridWidth = gridWidthOf(columns)
    const scale = scaleOn(choice, shot.plan.span, gridWidth)
    const drawn: Drawn = { ...whole, columns, scale }
    return { drawn, sheets: layOut(choice, drawn.rows.taskAt.length, scale.width, gridWidth) }
  }, [shot, choice])
}

type ChoicesProps = { choice: PrintChoice; onChoice: (choice: PrintChoice) => void }

function Choices({ choice, onChoice }: ChoicesProps) {
  const { t } = useTranslation('planning')
  return (
    <>
      <Select<PaperSize>
        aria-label={t('print.paper')}
        value={choice.paper}
        onChange={(paper) => onChoice({ ...choice, paper })}
        options={[
          { value: 'a4', label: 'A4' },
          { value: 'a3', label: 'A3' },
        ]}
      />
      <Segmented
        aria-label={t('print.orientation')}
        value={choice.isLandscape ? 'landscape' : 'portrait'}
        onChange={(way) => onChoice({ ...choice, isLandscape: way === 'landscape' })}
        options={(['landscape', 'portrait'] as const).map((way) => ({
          value: way,
          label: t(`print.${way}`),
        }))}
      />
      <label className="print-wide" htmlFor="print-wide">
        {t('print.wide')}
        <InputNumber
          id="print-wide"
          min={1}
          max={MOST_WIDE}
          precision={0}
          value={choice.nWide}
          onChange={(nWide) => nWide && onChoice({ ...choice, nWide })}
        />
      </label>
    </>
  )
}

type PrintedSheetProps = {
  drawn: Drawn
  sheet: Sheet
  choice: PrintChoice
  title: string
  note: string
}

function PrintedSheet({ drawn, sheet, choice, title, note }: PrintedSheetProps) {
  const picture = useRef<SVGSVGElement>(null)
  const { width, height } = roomOn(choice)
  useEffect(() => {
    const root = picture.current
    if (!root) return
    const paint = svgPainter(root)
    drawTitle(paint, width, title, note)
    drawChart(paint, drawn, sheet, TITLE_HEIGHT)
    return () => root.replaceChildren()
  }, [drawn, sheet, width, title, note])
  const page = `${choice.paper}-${choice.isLandscape ? 'landscape' : 'portrait'}`
  return (
    <div className={`print-sheet is-${page}`}>
      <svg
        ref={picture}
        role="img"
        aria-label={`${title} · ${note}`}
        width={width * SHRINK}
        height={height * SHRINK}
        viewBox={`0 0 ${width} ${height}`}
      />
    </div>
  )
}
