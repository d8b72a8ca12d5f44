import { useTranslation } from 'react-i18next'
import type { Axis } from './axis'

/** Years above, quarters or months below. */
export function AxisHead({ axis, labelWidth }: { axis: Axis; labelWidth: number }) {
  const { t } = useTranslation('projects')
  const part = { month: 'roadmap.month', quarter: 'roadmap.quarter', year: '' }[axis.zoom]
  return (
    <div className="roadmap-head" aria-hidden>
      <div className="roadmap-corner" style={{ width: labelWidth }}>
        {t('column.name')}
      </div>
      <div className="roadmap-axis" style={{ width: axis.width }}>
        {axis.years.map(({ at, width, year }) => (
          <span key={year} className="roadmap-year" style={{ insetInlineStart: at, width }}>
            {width > 34 && <span className="roadmap-year-text">{year}</span>}
          </span>
        ))}
        {part !== '' &&
          axis.ticks.map(({ at, width, year, part: n }) => (
            <span
              key={`${year}-${n}`}
              className="roadmap-tick"
              style={{ insetInlineStart: at, width }}
            >
              {width > 20 && t(part, { n })}
            </span>
          ))}
      </div>
    </div>
  )
}
