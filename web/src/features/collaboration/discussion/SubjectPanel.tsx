import './discussion.css'
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { PageSkeleton } from '@/ui/PageSkeleton'
import { Discussion } from './Discussion'
import { Files } from './Files'
import type { Level } from './level'
import { type Place, subjectQuery, useSetWatch } from './queries'
import { useUndoToast } from './useUndoToast'

type SubjectPanelProps = Place & {
  /** The level of its headings, one below that of the place it stands in. */
  level?: Level
}

/** The files of a subject and what is said about it: of a task or a project, by its id. */
export function SubjectPanel({ kind, id, level = 4 }: SubjectPanelProps) {
  const place = useMemo(() => ({ kind, id }), [kind, id])
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Panel key={`${kind}/${id}`} place={place} level={level} />
    </Suspense>
  )
}

function Panel({ place, level }: { place: Place; level: Level }) {
  const { t } = useTranslation('discussion')
  const { data: card } = useSuspenseQuery(subjectQuery(place))
  const { mutateAsync, isPending } = useSetWatch(place)
  const { done, fail } = useUndoToast()
  const { is_watched } = card

  const turn = () =>
    mutateAsync(!is_watched)
      .then(() => done(t(is_watched ? 'unfollowed' : 'followed'), () => mutateAsync(is_watched)))
      .catch(fail)

  return (
    <div className="subject-panel">
      <div className="subject-watch">
        <Button
          size="small"
          aria-pressed={is_watched}
          loading={isPending}
          icon={is_watched ? <EyeOutlined aria-hidden /> : <EyeInvisibleOutlined aria-hidden />}
          title={t(is_watched ? 'followedHint' : 'followHint')}
          onClick={turn}
        >
          {t(is_watched ? 'following' : 'follow')}
        </Button>
      </div>
      <Files place={place} card={card} level={level} />
      <Discussion place={place} card={card} level={level} />
    </div>
  )
}
