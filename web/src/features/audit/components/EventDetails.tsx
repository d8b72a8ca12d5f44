import { Alert, Descriptions, Drawer, Flex, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { Locked } from '@/ui/Locked'
import type { AuditEvent } from '../queries'
import { useActorName, useKindName } from '../words'
import { OutcomeMark } from './OutcomeMark'

type EventDetailsProps = { event: AuditEvent | undefined; onClose: () => void }

/** Everything an event tells, as far as the viewer may read it. */
export function EventDetails({ event, onClose }: EventDetailsProps) {
  const kindName = useKindName()
  const isPhone = useIsPhone()
  return (
    <Drawer
      open={event !== undefined}
      placement={isPhone ? 'bottom' : 'right'}
      size="large"
      title={event && kindName(event.kind)}
      onClose={onClose}
    >
      {event && <Told event={event} />}
    </Drawer>
  )
}

function Told({ event }: { event: AuditEvent }) {
  const { t } = useTranslation('audit')
  const actorName = useActorName()
  const told = JSON.stringify(event.data, null, 2)
  const items = [
    { key: 'when', label: t('when'), children: formatInstant(event.recorded_at) },
    { key: 'who', label: t('who'), children: actorName(event) },
    { key: 'how', label: t('how'), children: <OutcomeMark outcome={event.outcome} /> },
    { key: 'subject', label: t('subject'), children: subjectOf(event) },
    {
      key: 'ip',
      label: t('ip'),
      children: (
        <Locked of={event} field="ip">
          {event.ip}
        </Locked>
      ),
    },
    {
      key: 'agent',
      label: t('agent'),
      children: (
        <Locked of={event} field="user_agent">
          {event.user_agent}
        </Locked>
      ),
    },
    { key: 'token', label: t('token'), children: event.token_id },
    { key: 'request', label: t('request'), children: event.request_id },
    { key: 'event', label: t('event'), children: event.id },
  ].filter(({ children }) => children)

  return (
    <Flex vertical gap="middle">
      <Descriptions column={1} size="small" items={items} />
      {event.withheld.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('withheld', { fields: event.withheld.join(t('separator')) })}
        />
      )}
      <h2 className="section-title">{t('told')}</h2>
      <Typography.Paragraph copyable={{ text: told }}>
        <pre>{told}</pre>
      </Typography.Paragraph>
    </Flex>
  )
}

const subjectOf = ({ subject_type, subject_id }: AuditEvent): string =>
  subject_type ? `${subject_type} ${subject_id}` : ''
