import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ClassOfNew } from './ClassPick'
import { CommentEditor } from './CommentEditor'
import { CommentItem } from './CommentItem'
import { headingOf, type Level } from './level'
import { commentsQuery, type Place, type SubjectCard, useDiscussion } from './queries'
import { threadsOf } from './threads'
import { useUndoToast } from './useUndoToast'

type DiscussionProps = { place: Place; card: SubjectCard; level: Level }

/** What was said about a subject, and the place to say more. */
export function Discussion({ place, card, level }: DiscussionProps) {
  const Heading = headingOf(level)
  const { t } = useTranslation('discussion')
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(
    commentsQuery(place),
  )
  const { add, remove } = useDiscussion(place)
  const { done, fail } = useUndoToast()
  const [raised, setRaised] = useState(0)
  const [answered, setAnswered] = useState<string | null>(null)
  const threads = threadsOf(data.pages.flatMap(({ items }) => items))
  const maySay = card.may.includes('collaboration.comment')

  const say = async (text: string, reply_to: string | null) => {
    const classification = raised > card.classification ? raised : 0
    const said = await add.mutateAsync({ text, reply_to, classification }).catch(fail)
    if (!said) return false
    setAnswered(null)
    setRaised(0)
    done(t('said'), () => remove.mutateAsync(said))
    return true
  }

  return (
    <section className="discussion" aria-label={t('discussion')}>
      <Heading className="subject-heading">
        {t('discussion')} <span className="quiet number">{card.n_comments}</span>
      </Heading>
      {hasNextPage && (
        <Button size="small" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('earlier')}
        </Button>
      )}
      {threads.length === 0 && <p className="quiet">{t(maySay ? 'noComments' : 'noneToRead')}</p>}
      <ul className="threads">
        {threads.map(({ first, replies }) => (
          <li key={first.id} className="thread">
            <CommentItem
              place={place}
              card={card}
              comment={first}
              onReply={() => setAnswered(first.id)}
            />
            {replies
              .filter(({ deleted_at }) => deleted_at === null)
              .map((reply) => (
                <div key={reply.id} className="reply">
                  <CommentItem place={place} card={card} comment={reply} />
                </div>
              ))}
            {answered === first.id && (
              <div className="reply">
                <CommentEditor
                  place={place}
                  label={t('replyTo', { name: first.author?.name ?? t('somebody') })}
                  isBusy={add.isPending}
                  submitText={t('reply')}
                  onSubmit={(text) => say(text, first.id)}
                  onCancel={() => setAnswered(null)}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {maySay && (
        <CommentEditor
          place={place}
          label={t('newComment')}
          isBusy={add.isPending && answered === null}
          submitText={t('send')}
          beside={
            <ClassOfNew
              label={t('classOfNew')}
              least={card.classification}
              level={raised}
              onPick={setRaised}
            />
          }
          onSubmit={(text) => say(text, null)}
        />
      )}
    </section>
  )
}
