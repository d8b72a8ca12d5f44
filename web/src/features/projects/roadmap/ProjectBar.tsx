import { useTranslation } from 'react-i18next'
import { calendarDaysOf, formatDate, formatPercent, roundDays, signed } from '@/lib/format'
import { calledBy } from '@/lib/lockedName'
import type { Group, KeyDate, RoadmapProject } from '../queries'
import { type Axis, dayOf } from './axis'

type ProjectBarProps = { project: RoadmapProject; axis: Axis; isMini?: boolean }

/** What a bar shows, in words: for the hover, and for whoever does not see it. */
export function useBarText() {
  const { t } = useTranslation('projects')
  return ({ start, finish, baseline_finish, slip_minutes, percent_complete }: RoadmapProject) => {
    const parts = [`${formatDate(start)} – ${formatDate(finish)}`]
    if (percent_complete !== null)
      parts.push(t('measure.complete', { share: formatPercent(percent_complete) }))
    if (baseline_finish !== null)
      parts.push(t('roadmap.baseline', { date: formatDate(baseline_finish) }))
    if (slip_minutes !== null) {
      const days = signed(roundDays(calendarDaysOf(slip_minutes)))
      parts.push(t('roadmap.slip', { days }))
    }
    return parts.join(t('roadmap.comma'))
  }
}

/** A project from start to finish: progress, the agreed finish, its milestones. */
export function ProjectBar({ project, axis, isMini = false }: ProjectBarProps) {
  const barText = useBarText()
  const { start, finish, baseline_finish: agreed, percent_complete: share } = project
  const from = axis.x(dayOf(start))
  const to = axis.x(dayOf(finish ?? start))
  const late = agreed === null ? undefined : axis.x(dayOf(agreed))

  return (
    <div className="roadmap-line">
      {late !== undefined && Math.abs(late - to) > 1 && (
        <span
          className="roadmap-gap"
          data-late={late < to || undefined}
          style={{ insetInlineStart: Math.min(late, to), width: Math.abs(late - to) }}
        />
      )}
      <span
        className="roadmap-bar"
        role="img"
        aria-label={barText(project)}
        title={barText(project)}
        style={{ insetInlineStart: from, width: Math.max(to - from, 3) }}
      >
        {share !== null && (
          <span className="roadmap-done" style={{ width: `${Math.min(share, 1) * 100}%` }} />
        )}
      </span>
      {late !== undefined && (
        <span className="roadmap-agreed" style={{ insetInlineStart: late }} aria-hidden />
      )}
      {!isMini &&
        project.key_dates.map((one) => <Diamond key={one.task_id} date={one} axis={axis} />)}
    </div>
  )
}

function Diamond({
  date: { number, name, at, baseline_at, is_done },
  axis,
}: {
  date: KeyDate
  axis: Axis
}) {
  const isLate = baseline_at !== null && at > baseline_at
  return (
    <span
      className="roadmap-date"
      data-done={is_done || undefined}
      data-late={isLate || undefined}
      style={{ insetInlineStart: axis.x(dayOf(at)) }}
      title={`${calledBy(name, number)} ${formatDate(at)}`}
    />
  )
}

/** From the first start to the last finish of a group. */
export function GroupSpan({ measures, axis }: { measures: Group['measures']; axis: Axis }) {
  const { start, finish } = measures
  if (!start || !finish) return null
  const from = axis.x(dayOf(start))
  return (
    <div className="roadmap-line" aria-hidden>
      <span
        className="roadmap-span"
        style={{ insetInlineStart: from, width: axis.x(dayOf(finish)) - from }}
      />
    </div>
  )
}
