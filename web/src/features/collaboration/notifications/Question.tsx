import { useTranslation } from 'react-i18next'
import { Locked } from '@/ui/Locked'
import type { Notification } from './queries'

/** What the server tells of a question before a body, as it stands now. */
type Facts = {
  why: 'vote' | 'authority'
  body: string
  body_en: string
  scope: string
  authority: string
  authority_en: string
  state: string
  n_for: number | null
  n_against: number | null
  n_abstained: number | null
}

/** What is told of a question: that it was put, or what was decided. */
export function useQuestion() {
  const { t, i18n } = useTranslation('notifications')
  return (kind: string, data: Notification['data'], by: string): string => {
    const { body, body_en, state, n_for, n_against, n_abstained } = data as Facts
    const isCounted = ![n_for, n_against, n_abstained].includes(null)
    const decided = state === 'adopted' ? 'adopted' : 'rejected'
    const told = kind === 'question_put' ? 'put' : isCounted ? decided : `${decided}Locked`
    return t(`question.${told}`, {
      by,
      body: (i18n.language === 'en' && body_en) || body,
      n_for,
      n_against,
      n_abstained,
    })
  }
}

const TALLY = ['n_for', 'n_against', 'n_abstained']

/** That what the votes came to may not be read, with its class. */
export function LockedTally({ item }: { item: Notification }) {
  const closed = item._locked?.find((field) => TALLY.includes(field))
  if (item.kind !== 'question_decided' || !closed) return null
  return (
    <span className="news-excerpt quiet">
      <Locked of={item} field={closed}>
        {null}
      </Locked>
    </span>
  )
}

/** Why it is told to the viewer: they vote, or hold the authority that it is about. */
export function WhyAsked({ item }: { item: Notification }) {
  const { t, i18n } = useTranslation('notifications')
  const { why, scope, authority, authority_en } = item.data as Facts
  const name = (i18n.language === 'en' && authority_en) || authority
  return (
    <span className="news-excerpt quiet">{t(`question.${why}`, { authority: name, scope })}</span>
  )
}
