import { Tooltip } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Person, peopleOf } from './people'
import type { Presence } from './presence'
import '@/ui/presence.css'
import './presence.css'

const SHOWN = 5

/** Who came and who went since the last time, in words for those who listen. */
function useNews(people: readonly Person[]): string {
  const { t } = useTranslation('presence')
  const before = useRef(new Map<string, string>())
  const [news, setNews] = useState('')
  useEffect(() => {
    const now = new Map(people.map(({ id, name }) => [id, name]))
    const came = [...now].filter(([id]) => !before.current.has(id))
    const left = [...before.current].filter(([id]) => !now.has(id))
    before.current = now
    const said = [
      ...came.map(([, name]) => t('came', { name })),
      ...left.map(([, name]) => t('left', { name })),
    ]
    if (said.length > 0) setNews(said.join(' '))
  }, [people, t])
  return news
}

type PresenceBarProps = {
  others: readonly Presence[]
  /** What people call the row that somebody is at. */
  nameOf: (subjectId: string) => string | undefined
}

/** The others who have the page open, and where each of them is. */
export function PresenceBar({ others, nameOf }: PresenceBarProps) {
  const { t } = useTranslation('presence')
  const people = peopleOf(others)
  const news = useNews(people)
  const where = ({ id, name }: Person) => {
    const at = others.find(({ user, subject_id }) => user.id === id && subject_id)
    const row = at?.subject_id ? nameOf(at.subject_id) : undefined
    if (!row) return name
    return t(at?.field ? 'writing' : 'at', { name, row })
  }
  const more = people.slice(SHOWN)

  return (
    <>
      {people.length > 0 && (
        <ul className="presence-bar" aria-label={t('others')}>
          {people.slice(0, SHOWN).map((person) => (
            <li key={person.id}>
              <Tooltip title={where(person)}>
                <span
                  className="presence-face"
                  data-tone={person.tone}
                  role="img"
                  aria-label={where(person)}
                >
                  {person.initials}
                </span>
              </Tooltip>
            </li>
          ))}
          {more.length > 0 && (
            <li>
              <Tooltip title={more.map(where).join(t('comma'))}>
                <span className="presence-face" role="img" aria-label={more.map(where).join(', ')}>
                  +{more.length}
                </span>
              </Tooltip>
            </li>
          )}
        </ul>
      )}
      <output className="visually-hidden">{news}</output>
    </>
  )
}
