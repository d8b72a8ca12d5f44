import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { mentionableQuery, type Place, type SomeUser } from './queries'

/** Who matches what is being typed after an `@`. */
export const useMentionable = (place: Place, text: string | undefined): SomeUser[] => {
  const { data } = useQuery({
    ...mentionableQuery(place, text ?? ''),
    enabled: text !== undefined,
  })
  return text === undefined ? [] : (data ?? [])
}

type MentionChoiceProps = {
  id: string
  people: SomeUser[]
  active: number
  onChoose: (user: SomeUser) => void
  onKeyDown: (event: KeyboardEvent) => void
}

/** The list of people that opens while a mention is typed; the keys stay in the text. */
export function MentionChoice({ id, people, active, onChoose, onKeyDown }: MentionChoiceProps) {
  const { t } = useTranslation('discussion')
  return (
    <div className="mention-choice" role="listbox" id={id} aria-label={t('whom')}>
      {people.map((one, index) => (
        <div
          key={one.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="mention-option"
          // The text keeps the focus, and with it the place of the caret.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(one)}
          onKeyDown={onKeyDown}
        >
          {one.name}
        </div>
      ))}
    </div>
  )
}
