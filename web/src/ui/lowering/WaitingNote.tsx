import { HourglassOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import { Locked } from '../Locked'
import { LoweringActions } from './LoweringActions'
import type { Lowering } from './queries'

/** What stands beside a class that is asked to be lowered: to which, who asked, and why. */
export function WaitingNote({ lowering, name }: { lowering: Lowering; name: string }) {
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
