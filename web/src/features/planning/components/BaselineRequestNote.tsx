import { App, Button, Input, Modal, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatInstant } from '@/lib/format'
import { useRefusalText } from '@/lib/useRefusalText'
import { Locked } from '@/ui/Locked'
import { type BaselineRequest, type Decision, useDecideBaseline } from '../baselines'

type BaselineRequestNoteProps = { projectId: string; request: BaselineRequest }

const nameOf = (value: unknown) => (value as BaselineRequest['set_by'])?.name

/** A request for another baseline that waits, and the answer that the viewer may give. */
export function BaselineRequestNote({ projectId, request }: BaselineRequestNoteProps) {
  const { t } = useTranslation('planning')
  const [decision, setDecision] = useState<Decision | null>(null)
  const { name, reason, set_by, set_at, finish, body, can_decide, can_withdraw } = request
  const isUnnamed = request._classes?.set_by !== undefined
  const isUntold = request._classes?.reason !== undefined

  return (
    <section className="section" aria-label={t('request')}>
      <div>
        {t(isUnnamed ? 'requestVerdictUnnamed' : 'requestVerdict', {
          name,
          by: set_by?.name ?? t('system'),
          at: formatInstant(set_at),
          finish: formatDate(finish),
        })}
        {isUnnamed && (
          <div className="quiet">
            {t('requestBy')}{' '}
            <Locked of={request} field="set_by" kind="baseline" read={nameOf}>
              {null}
            </Locked>
          </div>
        )}
        <div className="quiet">
          {isUntold && `${t('requestWhy')} `}
          <Locked of={request} field="reason" kind="baseline">
            {reason}
          </Locked>
        </div>
        {can_decide && body && <div className="quiet">{t('requestVote', { body })}</div>}
      </div>
      <Space>
        {can_decide && (
          <>
            <Button type="primary" onClick={() => setDecision('approval')}>
              {t('decide.approval')}
            </Button>
            <Button onClick={() => setDecision('rejection')}>{t('decide.rejection')}</Button>
          </>
        )}
        {can_withdraw && (
          <Button onClick={() => setDecision('withdrawal')}>{t('decide.withdrawal')}</Button>
        )}
      </Space>
      {decision && (
        <DecisionDialog
          projectId={projectId}
          request={request}
          decision={decision}
          onClose={() => setDecision(null)}
        />
      )}
    </section>
  )
}

type DecisionDialogProps = BaselineRequestNoteProps & { decision: Decision; onClose: () => void }

function DecisionDialog({ projectId, request, decision, onClose }: DecisionDialogProps) {
  const { t } = useTranslation('planning')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const { mutate, isPending } = useDecideBaseline(projectId, request.id)
  const [note, setNote] = useState('')
  const isRejection = decision === 'rejection'

  const submit = () =>
    mutate(
      { decision, note },
      {
        onSuccess: () => {
          message.success(t(`decided.${decision}`, { name: request.name }))
          onClose()
        },
        onError: (error) => message.error(explain(error)),
      },
    )

  return (
    <Modal
      title={`${t(`decide.${decision}`)} · ${request.name}`}
      open
      onCancel={onClose}
      onOk={submit}
      okText={t(`decide.${decision}`)}
      okButtonProps={{ disabled: isRejection && note.trim() === '' }}
      confirmLoading={isPending}
    >
      <p className="quiet">{t(`decideHint.${decision}`)}</p>
      {decision !== 'withdrawal' && (
        <Input.TextArea
          aria-label={t(isRejection ? 'decisionReason' : 'decisionNote')}
          placeholder={t(isRejection ? 'decisionReason' : 'decisionNote')}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          maxLength={2000}
          autoSize={{ minRows: 2, maxRows: 6 }}
        />
      )}
    </Modal>
  )
}
