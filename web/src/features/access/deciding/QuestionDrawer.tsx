import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Drawer, Input, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { FactList } from '@/ui/FactList'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { useTold } from '@/ui/useTold'
import { type Choice, type QuestionDetail, questionQuery, useQuestionChanges } from './queries'
import { RuleOf, TallyOf } from './Terms'
import { useWords } from './words'

/** How the kinds of questions about a project begin. */
const OF_PROJECT = 'projects.'

const CHOICES = ['for', 'against', 'abstain'] as const

type QuestionDrawerProps = { questionId?: string; onClose: () => void }

/** One question: the votes, and what the viewer can do about it. */
export function QuestionDrawer({ questionId, onClose }: QuestionDrawerProps) {
  const { data } = useQuery({ ...questionQuery(questionId ?? ''), enabled: !!questionId })
  const isPhone = useIsPhone()
  return (
    <Drawer
      open={questionId !== undefined}
      placement={isPhone ? 'bottom' : 'right'}
      size="large"
      title={data?.title}
      extra={data && <HistoryButton kind="question" id={data.id} name={data.title} />}
      onClose={onClose}
    >
      {data && <About question={data} />}
    </Drawer>
  )
}

function useFacts(question: QuestionDetail) {
  const { t, i18n } = useTranslation('deciding')
  const { authorityName, limitText } = useWords()
  const { body, body_en, asked_by, on_behalf_of, state, outcome, amount } = question
  const closed = question._locked ?? []
  const of = (field: string, value: ReactNode) =>
    closed.includes(field) ? (
      <Locked of={question} field={field}>
        {null}
      </Locked>
    ) : (
      value
    )
  const rows = [
    { key: 'state', label: t('state'), value: t(`questionState.${state}`) },
    {
      key: 'why',
      label: t('question.outcome'),
      value: of('outcome', outcome && t(`outcome.${outcome}`)),
    },
    { key: 'body', label: t('body.one'), value: i18n.language === 'en' ? body_en : body.name },
    { key: 'what', label: t('authority'), value: authorityName(question.authority) },
    { key: 'scope', label: t('scope'), value: <Place question={question} /> },
    {
      key: 'amount',
      label: t('question.amount'),
      value: of('amount', amount !== null && limitText({ ...question, limit: amount })),
    },
    {
      key: 'by',
      label: t('question.askedBy'),
      value: of(
        'asked_by',
        asked_by && on_behalf_of
          ? t('question.inPlaceOf', { name: asked_by.name, giver: on_behalf_of.name })
          : asked_by?.name,
      ),
    },
    { key: 'rule', label: t('body.rule'), value: <RuleOf of={question} /> },
    { key: 'opened', label: t('question.opened'), value: formatInstant(question.opened_at) },
    {
      key: 'decided',
      label: t('question.decided'),
      value: of('decided_at', question.decided_at && formatInstant(question.decided_at)),
    },
  ]
  return rows.filter(({ value }) => value)
}

/** The scope that is decided in; a project that is decided on can be looked at. */
function Place({ question }: { question: QuestionDetail }) {
  const { scope, subject_id, subject_kind } = question
  if (!subject_id || !subject_kind.startsWith(OF_PROJECT)) return scope.name
  return (
    <Link to="/projects/$projectId/overview" params={{ projectId: subject_id }}>
      {scope.name}
    </Link>
  )
}

function About({ question }: { question: QuestionDetail }) {
  const { t } = useTranslation('deciding')
  const { close, withdraw } = useQuestionChanges()
  const told = useTold()
  const { id, can_vote, can_close, can_withdraw } = question
  return (
    <div className="drawer-body">
      <FactList facts={useFacts(question)} />
      <section className="drawer-section">
        <h2>{t('question.votes')}</h2>
        <p>
          <TallyOf of={question} />
        </p>
        <ul className="plain-list">
          {question.votes?.map((vote) => (
            <li key={vote.id}>
              <OneVote vote={vote} />
            </li>
          ))}
        </ul>
      </section>
      {can_vote && <VoteForm id={id} />}
      <Space wrap>
        {can_close && (
          <Button onClick={() => told(close.mutateAsync(id), { text: t('question.closed') })}>
            {t('question.close')}
          </Button>
        )}
        {can_withdraw && (
          <Button onClick={() => told(withdraw.mutateAsync(id), { text: t('question.takenBack') })}>
            {t('question.withdraw')}
          </Button>
        )}
      </Space>
    </div>
  )
}

type Vote = NonNullable<QuestionDetail['votes']>[number]

/** How one member voted, as far as the viewer may know. */
function OneVote({ vote }: { vote: Vote }) {
  const { t } = useTranslation('deciding')
  const { user, choice, note, cast_at } = vote
  return (
    <>
      <Locked of={vote} field="user">
        {user?.name}
      </Locked>
      {' · '}
      <Locked of={vote} field="choice">
        {choice && t(`choice.${choice}`)}
      </Locked>{' '}
      <span className="quiet">
        <Locked of={vote} field="cast_at">
          {formatInstant(cast_at)}
        </Locked>{' '}
        <Locked of={vote} field="note">
          {note}
        </Locked>
      </span>
    </>
  )
}

function VoteForm({ id }: { id: string }) {
  const { t } = useTranslation('deciding')
  const { vote } = useQuestionChanges()
  const told = useTold()
  const [note, setNote] = useState('')
  const cast = (choice: Choice) =>
    told(vote.mutateAsync({ id, choice, note }), {
      text: t('question.voted', { choice: t(`choice.${choice}`) }),
    })
  return (
    <section className="drawer-section" aria-label={t('question.vote')}>
      <h2>{t('question.vote')}</h2>
      <Input.TextArea
        aria-label={t('question.note')}
        placeholder={t('question.note')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        maxLength={500}
        autoSize={{ minRows: 2 }}
      />
      <Space wrap className="vote-buttons">
        {CHOICES.map((choice) => (
          <Button key={choice} disabled={vote.isPending} onClick={() => void cast(choice)}>
            {t(`choice.${choice}`)}
          </Button>
        ))}
      </Space>
    </section>
  )
}
