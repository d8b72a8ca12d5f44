import type { Comment } from './queries'

export type Thread = { first: Comment; replies: Comment[] }

/** Comments with their replies below them, the oldest first; a reply without its comment stands alone. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  const inOrder = comments.toSorted(
    (a, b) => a.posted_at.localeCompare(b.posted_at) || a.id.localeCompare(b.id),
  )
  const threads = new Map<string, Thread>()
  for (const comment of inOrder) {
    const thread = comment.reply_to ? threads.get(comment.reply_to) : undefined
    if (thread) thread.replies.push(comment)
    else threads.set(comment.id, { first: comment, replies: [] })
  }
  return [...threads.values()].filter(
    ({ first, replies }) => first.deleted_at === null || replies.length > 0,
  )
}

/** The names of those a comment mentions, by id. */
export const namesOf = ({ mentions }: Comment): Map<string, string> =>
  new Map(mentions.map(({ id, name }) => [id, name]))
