import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from '@/api/client'
import { useRefusalText } from '@/lib/useRefusalText'
import { NoticeReader, useNoticeLanguage } from './NoticeReader'
import { type Answer, owedQuery, type ShownNotice, useAnswer } from './queries'
import './notices.css'

/** The first of what the viewer has to read; it closes with an answer, and never by itself. */
export function NoticeDialog({ onDone }: { onDone: () => void }) {
  const { data, error } = useQuery(owedQuery)
  const notice = data?.[0]
  const isOver = error !== null || (data !== undefined && notice === undefined)
  useEffect(() => {
    if (isOver) onDone()
  }, [isOver, onDone])
  return notice ? <AskDialog notice={notice} onDone={onDone} /> : null
}

type AskDialogProps = { notice: ShownNotice; onDone: () => void; canLeave?: boolean }

/** One version, and the ways to answer it: what is sent is the very text that is shown. */
export function AskDialog({ notice, onDone, canLeave = false }: AskDialogProps) {
  const { t } = useTranslation('notices')
  const explain = useRefusalText()
  const [shown, show] = useNoticeLanguage(notice)
  const send = useAnswer()
  const [given, setGiven] = useState<Answer>()
  const answer = (one: Answer) => {
    const { language, digest } = shown
    setGiven(one)
    send.mutate(
      { notice_id: notice.notice_id, notice_version_id: notice.id, language, digest, answer: one },
      { onSuccess: onDone },
    )
  }
  const isOvertaken = send.error instanceof Refusal && send.error.code === 'access.notice_changed'
  const answers: Answer[] = notice.kind === 'consent' ? ['agreed', 'refused'] : ['acknowledged']

  return (
    <Modal
      open
      title={shown.title}
      width={640}
      closable={canLeave}
      keyboard={canLeave}
      mask={{ closable: false }}
      onCancel={onDone}
      footer={null}
    >
      <NoticeReader notice={notice} shown={shown} onShow={show} />
      {notice.kind === 'consent' && <p className="quiet">{t('freely')}</p>}
      {send.error && (
        <Alert
          type={isOvertaken ? 'warning' : 'error'}
          role="alert"
          showIcon
          title={explain(send.error)}
        />
      )}
      <div className="notice-answers">
        {answers.map((one) => (
          <Button
            key={one}
            size="large"
            type={notice.kind === 'consent' ? 'default' : 'primary'}
            loading={send.isPending && given === one}
            disabled={send.isPending}
            onClick={() => answer(one)}
          >
            {t(`give.${one}`)}
          </Button>
        ))}
        {send.error && !isOvertaken && (
          <Button size="large" type="text" onClick={onDone}>
            {t('later')}
          </Button>
        )}
      </div>
    </Modal>
  )
}
