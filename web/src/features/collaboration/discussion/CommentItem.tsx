import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useSession } from '@/lib/session'
import { ClassTag } from '@/ui/ClassTag'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { Markdown } from '@/ui/markdown/Markdown'
import type { SaveClass } from '@/ui/RecordClass'
import { ClassPick } from './ClassPick'
import { CommentEditor } from './CommentEditor'
import { type Comment, type Place, type SubjectCard, useDiscussion } from './queries'
import { namesOf } from './threads'
import { useUndoToast } from './useUndoToast'

type CommentItemProps = {
  place: Place
  card: SubjectCard
  comment: Comment
  onReply?: () => void
}

/** What one person said, and what the viewer may do about it. */
export function CommentItem({ place, card, comment, onReply }: CommentItemProps) {
  const { t } = useTranslation('discussion')
  const { user } = useSession()
  const [isEditing, setIsEditing] = useState(false)
  const { edit, remove, restore, classify } = useDiscussion(place)
  const { done, fail } = useUndoToast()
  const { message } = App.useApp()
  const { author, deleted_at, deleted_by, edited_at, label, posted_at, text } = comment
  const name = author?.name ?? t('somebody')
  const isOwn = author?.id === user?.id
  const maySay = card.may.includes('collaboration.comment')
  const mayRemove = isOwn || card.may.includes('collaboration.moderate')

  if (deleted_at !== null) {
    const who = deleted_by && deleted_by.id === author?.id ? 'deletedByAuthor' : 'deletedBy'
    const by = deleted_by?.name ?? t('somebody')
    return <p className="comment-gone quiet">{t(who, { name: by })}</p>
  }
  const save = async (changed: string) => {
    const saved = await edit.mutateAsync({ comment, text: changed }).catch(fail)
    if (!saved) return false
    setIsEditing(false)
    if (saved.version !== comment.version)
      done(t('edited'), () => edit.mutateAsync({ comment: saved, text: text ?? '' }))
    return true
  }
  const classed: SaveClass = (classification, met) =>
    classify
      .mutateAsync({ comment, classification })
      .then(() => message.success(t('classRaised')))
      .catch((error) => met(error) || fail(error))
  const takeBack = () =>
    remove
      .mutateAsync(comment)
      .then(() => done(t('deleted'), () => restore.mutateAsync(comment.id)))
      .catch(fail)

  return (
    <article className="comment" aria-label={t('commentOf', { name })}>
      <header className="comment-head">
        <Locked of={comment} field="author">
          <strong>{name}</strong>
        </Locked>
        <time className="quiet number" dateTime={posted_at}>
          {formatInstant(posted_at)}
        </time>
        {edited_at && (
          <span className="quiet" title={formatInstant(edited_at)}>
            {t('wasEdited')}
          </span>
        )}
        {comment._locked?.includes('edited_at') && (
          <Locked of={comment} field="edited_at">
            {null}
          </Locked>
        )}
        <ClassTag level={label} />
        {comment.version > 1 && (
          <HistoryButton kind="comment" id={comment.id} name={t('commentOf', { name })} compact />
        )}
      </header>
      {isEditing ? (
        <CommentEditor
          place={place}
          label={t('editComment')}
          initial={{ text: text ?? '', names: namesOf(comment) }}
          isBusy={edit.isPending}
          submitText={t('save')}
          onSubmit={save}
          onCancel={() => setIsEditing(false)}
        />
      ) : (
        <Locked of={comment} field="text">
          <Markdown text={text ?? ''} names={namesOf(comment)} />
        </Locked>
      )}
      {!isEditing && (
        <footer className="comment-actions">
          {maySay && onReply && (
            <Button type="link" size="small" onClick={onReply}>
              {t('reply')}
            </Button>
          )}
          {maySay && isOwn && text !== null && (
            <Button type="link" size="small" onClick={() => setIsEditing(true)}>
              {t('edit')}
            </Button>
          )}
          <ClassPick
            label={t('classOfComment', { name })}
            record={{ kind: 'comment', id: comment.id, name: t('commentOf', { name }) }}
            level={label}
            least={card.classification}
            may={mayRemove}
            mayLower={card.may.includes('collaboration.lower_class')}
            onSave={classed}
          />
          {mayRemove && (
            <Button type="link" size="small" onClick={takeBack}>
              {t('delete')}
            </Button>
          )}
        </footer>
      )}
    </article>
  )
}
