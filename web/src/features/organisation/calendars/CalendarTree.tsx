import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Calendar } from '../queries'
import { KINDS } from './kinds'

type Node = { calendar: Calendar; depth: number }

/** Calendars below those they inherit from; one whose parent is not to be seen stands at the top. */
export function inOrder(calendars: Calendar[]): Node[] {
  const ids = new Set(calendars.map(({ id }) => id))
  const level = ({ kind }: Calendar) => (KINDS as readonly string[]).indexOf(kind)
  const sorted = [...calendars].sort((a, b) => level(a) - level(b))
  const below = (parent: string | null, depth: number): Node[] =>
    sorted
      .filter(({ parent: at }) => (at && ids.has(at.id) ? at.id : null) === parent)
      .flatMap((calendar) => [{ calendar, depth }, ...below(calendar.id, depth + 1)])
  return below(null, 0)
}

type CalendarTreeProps = { calendars: Calendar[]; chosen: string; year: number }

/** Every calendar in view, below the one it inherits from. */
export function CalendarTree({ calendars, chosen, year }: CalendarTreeProps) {
  const { t } = useTranslation('organisation')
  return (
    <nav aria-label={t('calendar.choose')} className="calendar-tree">
      <ul>
        {inOrder(calendars).map(({ calendar, depth }) => (
          <li key={calendar.id} data-depth={Math.min(depth, 5)}>
            <Link
              to="/governance/calendars"
              search={{ calendar: calendar.id, year }}
              className="calendar-item"
              aria-current={calendar.id === chosen ? 'true' : undefined}
            >
              <span>{calendar.name}</span>
              <span className="quiet">{t(`calendar.kind.${calendar.kind}`, calendar.kind)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
