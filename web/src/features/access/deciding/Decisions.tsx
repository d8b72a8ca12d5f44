import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Form, Input, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useMay } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { EmptyState } from '@/ui/EmptyState'
import { FormDialog } from '@/ui/FormDialog'
import { Locked } from '@/ui/Locked'
import type { TabProps } from './Authorities'
import { AuthorityPick, BodyPick, ScopePick } from './Picks'
import { QuestionDrawer } from './QuestionDrawer'
import { type AuthorityCode, type Question, questionsQuery, useQuestionChanges } from './queries'
import { TallyOf } from './Terms'

/** What bodies decide on, and the register of what they decided. */
export function Decisions({ search, onShow }: TabProps) {
  const { t } = useTranslation('deciding')
  const { data: questions } = useSuspenseQuery(questionsQuery)
  const [isAsking, setAsking] = useState(false)
  const mayAsk = useMay('access.put_questions')
  const columns = useColumns((question) => onShow({ question }))

  return (
    <>
      {mayAsk && (
        <div className="filters">
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAsking(true)}>
            {t('question.new')}
          </Button>
        </div>
      )}
      {questions.length === 0 ? (
        <EmptyState title={t('question.none')} hint={t('question.noneHint')} />
      ) : (
        <Table
          size="small"
          aria-label={t('tab.decisions')}
          rowKey="id"
          columns={columns}
          dataSource={questions}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
        />
      )}
      {isAsking && <AskDialog onClose={() => setAsking(false)} />}
      <QuestionDrawer
        questionId={search.question}
        onClose={() => onShow({ question: undefined })}
      />
    </>
  )
}

function useColumns(show: (question: string) => void): TableColumnsType<Question> {
  const { t, i18n } = useTranslation('deciding')
  const isPhone = useIsPhone()
  const bodyOf = (one: Question) => (i18n.language === 'en' ? one.body_en : one.body.name)
  const wide: TableColumnsType<Question> = [
    { key: 'body', title: t('body.one'), width: 200, render: (_, one) => bodyOf(one) },
    {
      key: 'votes',
      title: t('question.votes'),
      width: 190,
      render: (_, one) => <TallyOf of={one} />,
    },
    {
      key: 'at',
      title: t('question.at'),
      width: 150,
      className: 'number',
      render: (_, one) => (
        <Locked of={one} field="decided_at">
          {formatInstant(one.decided_at ?? one.opened_at)}
        </Locked>
      ),
    },
    {
      key: 'state',
      title: t('state'),
      width: 110,
      render: (_, one) => t(`questionState.${one.state}`),
    },
  ]
  return [
    {
      key: 'title',
      title: t('question.title'),
      render: (_, one) => (
        <>
          <button type="button" className="text-button" onClick={() => show(one.id)}>
            {one.title}
          </button>
          {isPhone && (
            <div className="quiet">
              {bodyOf(one)} · {t(`questionState.${one.state}`)}
            </div>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
  ]
}

type Asked = { body_id: string; scope_id: string; authority: AuthorityCode; title: string }

function AskDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('deciding')
  const { ask } = useQuestionChanges()
  return (
    <FormDialog<Asked>
      title={t('question.new')}
      okText={t('question.put')}
      open
      onClose={onClose}
      onSubmit={(fields) => ask.mutateAsync(fields)}
    >
      <Form.Item name="title" label={t('question.title')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={300} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item name="body_id" label={t('body.one')} rules={[{ required: true }]}>
        <BodyPick />
      </Form.Item>
      <Form.Item name="authority" label={t('authority')} rules={[{ required: true }]}>
        <AuthorityPick />
      </Form.Item>
      <Form.Item name="scope_id" label={t('scope')} rules={[{ required: true }]}>
        <ScopePick />
      </Form.Item>
    </FormDialog>
  )
}
