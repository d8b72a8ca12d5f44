import '../security/security.css'
import { Switch } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useNamed } from '@/lib/useNamed'
import { Locked } from '@/ui/Locked'
import { useTold } from '@/ui/useTold'
import { type RoleDetail, useDemandSecondFactor } from './queries'

/** Whether those who hold the role must have a second factor; for ready-made roles as well. */
export function FactorDemand({ role, may }: { role: RoleDetail; may: boolean }) {
  const { t } = useTranslation('governing')
  const named = useNamed()
  const id = useId()
  const demand = useDemandSecondFactor()
  const told = useTold()
  const name = named(role)
  const turn = (isNeeded: boolean) =>
    told(demand.mutateAsync({ role, isNeeded }), {
      text: t(isNeeded ? 'role.factorOn' : 'role.factorOff', { name }),
      undo: (now) => demand.mutateAsync({ role: now, isNeeded: !isNeeded }),
    })
  return (
    <div className="factor-demand">
      <Locked of={role} field="needs_second_factor">
        <Switch
          aria-labelledby={id}
          checked={role.needs_second_factor ?? false}
          disabled={!may}
          loading={demand.isPending}
          onChange={(isNeeded) => void turn(isNeeded)}
        />
      </Locked>
      <div>
        <span id={id}>{t('role.needsFactor')}</span>
        <div className="quiet">{t('role.needsFactorHint')}</div>
      </div>
    </div>
  )
}
