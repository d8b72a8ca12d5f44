import { useTranslation } from 'react-i18next'
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
  n_for: number
  n_against: number
  n_abstained: number
}

/** What is told of a question: that it was put, or what was decided. */
export function useQuestion() {
  const { t, i18n } = useTranslation('notifications')
  return (kind: string, data: Notification['data'], by: string): string => {
    const { body, body_en, state, n_for, n_against, n_abstained } = data as Facts
    const told = kind === 'question_put' ? 'put' : state === 'adopted' ? 'adopted' : 'rejected'
    return t(`question.${told}`, {
      by,
      body: (i18n.language === 'en' && body_en) || body,
      n_for,
      n_against,
      n_abstained,
    })
  }
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
