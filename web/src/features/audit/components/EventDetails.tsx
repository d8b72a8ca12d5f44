import { Link } from '@tanstack/react-router'
import { Alert, Descriptions, Drawer, Flex, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { Locked } from '@/ui/Locked'
import { type AuditEvent, KIND } from '../queries'
import { type AuditSearch, dayOf } from '../search'
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
  // What is empty is not told of; what is locked is, with its lock.
  const locked = (field: string, value: string | null) =>
    value || event._locked?.includes(field) ? (
      <Locked of={event} field={field} kind={KIND}>
        {value}
      </Locked>
    ) : null
  const items = [
    { key: 'when', label: t('when'), children: formatInstant(event.recorded_at) },
    { key: 'who', label: t('who'), children: locked('actor_name', actorName(event)) },
    { key: 'how', label: t('how'), children: <OutcomeMark outcome={event.outcome} /> },
    { key: 'purpose', label: t('purpose'), children: purposeOf(event) },
    { key: 'subject', label: t('subject'), children: locked('subject_id', subjectOf(event)) },
    { key: 'ip', label: t('ip'), children: locked('ip', event.ip) },
    { key: 'agent', label: t('agent'), children: locked('user_agent', event.user_agent) },
    { key: 'token', label: t('token'), children: locked('token_id', event.token_id) },
    { key: 'request', label: t('request'), children: locked('request_id', event.request_id) },
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
      <More event={event} />
      <h2 className="section-title">{t('told')}</h2>
      <Locked of={event} field="data" kind={KIND} read={asText}>
        <Typography.Paragraph copyable={{ text: told }}>
          <pre>{told}</pre>
        </Typography.Paragraph>
      </Locked>
    </Flex>
  )
}

/** Questions to which an event leads: one click each. */
function More({ event }: { event: AuditEvent }) {
  const { t } = useTranslation('audit')
  const { actor_id, subject_id, subject_type, scope_id, recorded_at } = event
  const day = dayOf(recorded_at)
  const questions: [string, AuditSearch | false][] = [
    [t('more.account'), Boolean(actor_id) && { account: actor_id ?? undefined }],
    [
      t('more.saw'),
      Boolean(actor_id) && {
        ask: 'sights',
        account: actor_id ?? undefined,
        since: day,
        until: day,
      },
    ],
    [t('more.record'), Boolean(subject_type && subject_id) && { record: subject_id ?? undefined }],
    [t('more.place'), Boolean(scope_id) && { within: scope_id ?? undefined }],
  ]
  return (
    <Flex wrap gap="small">
      {questions.map(
        ([label, search]) =>
          search && (
            <Link key={label} to="/governance/audit" search={search}>
              {label}
            </Link>
          ),
      )}
    </Flex>
  )
}

const asText = (value: unknown) => <pre>{JSON.stringify(value, null, 2)}</pre>

/** What for it was done, where that was said. */
const purposeOf = ({ data }: AuditEvent): string | null =>
  typeof data?.purpose === 'string' ? data.purpose : null

const subjectOf = ({ subject_type, subject_id }: AuditEvent): string =>
  subject_type ? `${subject_type} ${subject_id}` : ''
