import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Form, Select, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useSession } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { FactList } from '@/ui/FactList'
import { FormDialog } from '@/ui/FormDialog'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { useTold } from '@/ui/useTold'
import { BodyDialog } from './BodyDialog'
import { BodyWaiting } from './BodyWaiting'
import { PersonPick } from './Picks'
import { type BodyDetail, bodyQuery, type Seat, useBodyChanges } from './queries'
import { useWords } from './words'

const SEATS = ['chair', 'member', 'non_voting'] as const

/** One body: who sits in it, and how it decides. */
export function BodyDrawer({ bodyId, onClose }: { bodyId?: string; onClose: () => void }) {
  const { data: body } = useQuery({ ...bodyQuery(bodyId ?? ''), enabled: bodyId !== undefined })
  const { named } = useWords()
  const isPhone = useIsPhone()
  return (
    <Drawer
      open={bodyId !== undefined}
      placement={isPhone ? 'bottom' : 'right'}
      size="large"
      title={body && named(body)}
      extra={body && <HistoryButton kind="body" id={body.id} name={named(body)} />}
      onClose={onClose}
    >
      {body && <About body={body} onClose={onClose} />}
    </Drawer>
  )
}

function About({ body, onClose }: { body: BodyDetail; onClose: () => void }) {
  const { t } = useTranslation('deciding')
  const [dialog, setDialog] = useState<'terms' | 'seat'>()
  const { dissolve } = useBodyChanges()
  const { named } = useWords()
  const told = useTold()
  const mayChange = useMay('access.manage_authorities') && body.dissolved_at === null
  const end = async () => {
    const text = t('body.ended', { name: named(body) })
    if (
      (await told(
        dissolve.mutateAsync(body).then(() => true),
        { text },
      )) === true
    )
      onClose()
  }
  return (
    <div className="drawer-body">
      <FactList facts={useFacts(body)} />
      <BodyWaiting body={body} mayChange={mayChange} />
      <section className="drawer-section">
        <h2>{t('body.members')}</h2>
        <Locked of={body} field="members">
          <Members body={body} mayChange={mayChange} />
        </Locked>
      </section>
      {mayChange && (
        <Space wrap>
          <Button onClick={() => setDialog('seat')}>{t('body.seat')}</Button>
          <Button onClick={() => setDialog('terms')}>{t('body.change')}</Button>
          <Button danger onClick={() => void end()}>
            {t('body.dissolve')}
          </Button>
        </Space>
      )}
      {dialog === 'terms' && <BodyDialog body={body} onClose={() => setDialog(undefined)} />}
      {dialog === 'seat' && <SeatDialog body={body} onClose={() => setDialog(undefined)} />}
    </div>
  )
}

function useFacts(body: BodyDetail) {
  const { t } = useTranslation('deciding')
  const of = (field: string, value: ReactNode) => (
    <Locked of={body} field={field}>
      {value}
    </Locked>
  )
  return [
    { key: 'kind', label: t('body.kind'), value: of('kind', t(`bodyKind.${body.kind}`)) },
    { key: 'scope', label: t('scope'), value: body.scope.name },
    { key: 'quorum', label: t('body.quorum'), value: of('quorum', body.quorum) },
    { key: 'rule', label: t('body.rule'), value: of('rule', t(`rule.${body.rule}`)) },
    {
      key: 'ties',
      label: t('body.tie'),
      value: of('does_chair_break_ties', t(body.does_chair_break_ties ? 'yes' : 'no')),
    },
  ]
}

function Members({ body, mayChange }: { body: BodyDetail; mayChange: boolean }) {
  return (
    <ul className="plain-list">
      {body.members?.map((member) => (
        <li key={member.user.id} className="fact-line">
          <MemberName member={member} />
          <MemberSeat body={body} member={member} mayChange={mayChange} />
        </li>
      ))}
    </ul>
  )
}

type Sits = { member: NonNullable<BodyDetail['members']>[number] }

function MemberName({ member }: Sits) {
  const { t } = useTranslation('deciding')
  return (
    <span>
      {member.user.name}{' '}
      <HistoryButton kind="member" id={member.id} name={member.user.name} compact />
      {!member.is_confirmed && <Tag>{t('verdict.proposed')}</Tag>}
    </span>
  )
}

function MemberSeat({ body, member, mayChange }: Sits & { body: BodyDetail; mayChange: boolean }) {
  const { t } = useTranslation('deciding')
  const { user: viewer } = useSession()
  const { seat, confirmSeat, unseat } = useBodyChanges()
  const told = useTold()
  const { user, role } = member
  const at = { bodyId: body.id, userId: user.id }
  const isMine = user.id === viewer?.id
  const mayConfirm = !member.is_confirmed && member.proposed_by?.id !== viewer?.id
  if (!mayChange) return <span className="quiet">{t(`seat.${role}`)}</span>
  return (
    <Space wrap>
      {mayConfirm && !isMine && (
        <Button
          size="small"
          type="primary"
          aria-label={t('body.confirmOf', { name: user.name })}
          onClick={() =>
            told(confirmSeat.mutateAsync(at), { text: t('body.confirmed', { name: user.name }) })
          }
        >
          {t('holding.confirm')}
        </Button>
      )}
      {isMine ? (
        <span className="quiet">{t(`seat.${role}`)}</span>
      ) : (
        <Select
          size="small"
          aria-label={t('body.seatOf', { name: user.name })}
          value={role}
          options={SEATS.map((value) => ({ value, label: t(`seat.${value}`) }))}
          onChange={(next: Seat) =>
            void told(seat.mutateAsync({ ...at, role: next }), {
              text: t('body.seated', { name: user.name }),
            })
          }
          popupMatchSelectWidth={false}
        />
      )}
      <Button
        size="small"
        aria-label={t('body.unseatOf', { name: user.name })}
        onClick={() =>
          told(unseat.mutateAsync(at), { text: t('body.unseated', { name: user.name }) })
        }
      >
        {t('body.unseat')}
      </Button>
    </Space>
  )
}

function SeatDialog({ body, onClose }: { body: BodyDetail; onClose: () => void }) {
  const { t } = useTranslation('deciding')
  const { seat } = useBodyChanges()
  return (
    <FormDialog<{ user_id: string; role: Seat }>
      title={t('body.seat')}
      okText={t('save')}
      open
      onClose={onClose}
      initialValues={{ role: 'member' }}
      onSubmit={({ user_id, role }) => seat.mutateAsync({ bodyId: body.id, userId: user_id, role })}
    >
      <p className="quiet">{t('body.fourEyes')}</p>
      <Form.Item name="user_id" label={t('holding.person')} rules={[{ required: true }]}>
        <PersonPick />
      </Form.Item>
      <Form.Item name="role" label={t('body.part')}>
        <Select options={SEATS.map((value) => ({ value, label: t(`seat.${value}`) }))} />
      </Form.Item>
    </FormDialog>
  )
}
