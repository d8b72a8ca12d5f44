import { Link, type LinkProps } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatInstant } from '@/lib/format'
import { Dated } from '@/ui/Dated'
import { Locked } from '@/ui/Locked'
import { LockedTally, useQuestion, WhyAsked } from './Question'
import { type Notification, useMark } from './queries'
import { SignInChange, useSignInChange } from './SignInChange'

type NewsItemProps = { item: Notification; onOpen?: () => void }

/** Where what waits for another person is confirmed. */
const PAGES: Record<string, (id: string) => LinkProps> = {
  grant: () => ({ to: '/governance/access', search: { tab: 'grants', state: 'proposed' } }),
  break_glass: () => ({ to: '/governance/access', search: { tab: 'glass' } }),
  role: (role) => ({ to: '/governance/access', search: { tab: 'roles', role } }),
  body: (body) => ({ to: '/governance/authorities', search: { tab: 'bodies', body } }),
  lowering: (lowering) => ({
    to: '/governance/authorities',
    search: { tab: 'lowerings', lowering },
  }),
}

/** Where a subject opens. */
function SubjectLink({ item, onOpen, children }: NewsItemProps & { children: ReactNode }) {
  const { kind, subject } = item
  if (kind === 'sign_in_changed')
    return (
      <Link to="/security" className="news-link" onClick={onOpen}>
        {children}
      </Link>
    )
  if (subject?.kind === 'question')
    return (
      <Link
        to="/governance/authorities"
        search={{ tab: 'decisions', question: subject.id }}
        className="news-link"
        onClick={onOpen}
      >
        {children}
      </Link>
    )
  if (subject && !subject.is_kept && subject.kind in PAGES)
    return (
      <Link {...PAGES[subject.kind]?.(subject.id)} className="news-link" onClick={onOpen}>
        {children}
      </Link>
    )
  const projectId = subject?.address.project_id
  if (!subject || !projectId) return <span className="news-link">{children}</span>
  const common = { className: 'news-link', onClick: onOpen }
  return subject.kind === 'task' && !subject.is_kept ? (
    <Link to="/tasks/$taskKey" params={{ taskKey: subject.key }} {...common}>
      {children}
    </Link>
  ) : (
    <Link to="/projects/$projectId/overview" params={{ projectId }} {...common}>
      {children}
    </Link>
  )
}

/** What a notification says, in one sentence. */
function useSentence() {
  const { t } = useTranslation('notifications')
  const signInChange = useSignInChange()
  const question = useQuestion()
  return ({ kind, by, data, subject, _locked }: Notification): string => {
    const facts = {
      by: by?.name ?? t(_locked?.includes('by') ? 'somebody' : 'system'),
      start: formatDate(data.start as string | undefined),
      finish: formatDate(data.finish as string | undefined),
      baseline: String(data.baseline ?? ''),
    }
    if (!subject) return t('gone', facts)
    if (subject.is_kept) return t(subject.kind === 'question' ? 'question.kept' : 'kept')
    if (kind === 'sign_in_changed') return signInChange(data)
    if (subject.kind === 'question') return question(kind, data, facts.by)
    if (subject.kind === 'lowering') return t(`lowering.${kind}`, facts)
    if (kind === 'baseline_decided') return t(`sentence.${String(data.decision)}`, facts)
    return t(`sentence.${kind}`, facts)
  }
}

/** One notification; opening what it is about marks it as read. */
export function NewsItem({ item, onOpen }: NewsItemProps) {
  const { t, i18n } = useTranslation('notifications')
  const sentence = useSentence()
  const { mutate } = useMark()
  const { id, at, excerpt, kind, read_at, subject } = item
  const isRead = read_at !== null
  const open = () => {
    if (!isRead) mutate({ id, isRead: true })
    onOpen?.()
  }

  return (
    <li className="news" data-unread={isRead ? undefined : true}>
      <span className="news-mark" aria-hidden={isRead}>
        {!isRead && <span className="visually-hidden">{t('unread')}</span>}
      </span>
      <SubjectLink item={item} onOpen={open}>
        <span className="news-head">
          <span className="news-sentence">
            <Dated text={sentence(item)} />
          </span>
          <time className="quiet number nowrap" dateTime={at}>
            {formatInstant(at)}
          </time>
        </span>
        {kind === 'sign_in_changed' && <SignInChange item={item} />}
        {subject && !subject.is_kept && kind !== 'sign_in_changed' && (
          <span className="news-subject">
            <span className="quiet number">{subject.key}</span>{' '}
            {i18n.language === 'en' ? String(item.data.name_en ?? subject.name) : subject.name}
          </span>
        )}
        {kind === 'question_put' && subject && !subject.is_kept && <WhyAsked item={item} />}
        <LockedTally item={item} />
        {(excerpt || item._locked?.includes('excerpt')) && (
          <span className="news-excerpt quiet">
            <Locked of={item} field="excerpt">
              {excerpt}
            </Locked>
          </span>
        )}
      </SubjectLink>
      <Button
        type="text"
        size="small"
        className="news-turn"
        onClick={() => mutate({ id, isRead: !isRead })}
      >
        {t(isRead ? 'markUnread' : 'markRead')}
      </Button>
    </li>
  )
}
