import { HourglassOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import type { Lowerable } from '@/lib/lowering'
import { Locked } from '../Locked'
import { LoweringActions } from './LoweringActions'
import { type Lowering, waitingLoweringsQuery } from './queries'

type WaitingLoweringProps = { record: Lowerable; level: number }

/** A request to lower the class of a record that waits, and what the viewer can do about it. */
export function WaitingLowering({ record, level }: WaitingLoweringProps) {
  // What is of no class to be lowered from waits for nothing, and is not asked about.
  const { data } = useQuery({ ...waitingLoweringsQuery, enabled: level > 0 })
  const waiting = data?.find(
    ({ record_kind, record_id }) => record_kind === record.kind && record_id === record.id,
  )
  if (level === 0 || !waiting) return null
  return (
    <Suspense>
      <Waiting lowering={waiting} name={record.name} />
    </Suspense>
  )
}

function Waiting({ lowering, name }: { lowering: Lowering; name: string }) {
  const { t } = useTranslation('lowering')
  const className = useClassName()
  return (
    <span className="lowering-waits">
      <span>
        <HourglassOutlined aria-hidden /> {t('waits', { to: className(lowering.classification) })}
      </span>
      <span className="quiet">
        <Locked of={lowering} field="asked_by">
          {lowering.asked_by?.name}
        </Locked>
        {' · '}
        <Locked of={lowering} field="reason">
          {lowering.reason}
        </Locked>
      </span>
      <LoweringActions lowering={lowering} name={name} />
    </span>
  )
}
