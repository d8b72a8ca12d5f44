import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { useNamed } from '@/lib/useNamed'
import { Locked } from '@/ui/Locked'
import type { Explanation } from './queries'

type Grant = Explanation['grants'][number]
type Delegation = Explanation['delegations'][number]

/** By which grants somebody may do something, and the way from each down to the place. */
export function Why({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation('governing')
  const { user, permission, scope, is_allowed, grants, delegations, view_grants } = explanation
  const values = {
    name: user.name,
    permission: t(`permission.${permission}.name`, permission),
    scope: scope.label,
  }

  return (
    <div className="why" role="status">
      <p className="why-verdict">{t(is_allowed ? 'why.allowed' : 'why.refused', values)}</p>
      <ol className="plain-list">
        {grants.map((grant) => (
          <GrantWay key={grant.id} grant={grant} />
        ))}
        {delegations.map((delegation) => (
          <DelegationWay key={delegation.id} delegation={delegation} />
        ))}
      </ol>
      {view_grants.length > 0 && (
        <>
          <p>{t('why.view', values)}</p>
          <ol className="plain-list">
            {view_grants.map((grant) => (
              <GrantWay key={grant.id} grant={grant} />
            ))}
          </ol>
        </>
      )}
    </div>
  )
}

/** A grant with its role, and the scopes from the one it was given over down to the place. */
function GrantWay({ grant }: { grant: Grant }) {
  const { t } = useTranslation('governing')
  const named = useNamed()
  const { role, kind, state, path } = grant
  return (
    <li className="why-grant">
      <span className="why-step">{named(role)}</span>
      {path.map((one) => (
        <span key={one.id} className="why-step">
          {one.label} <span className="quiet">{t(`kind.${one.kind}`, one.kind)}</span>
        </span>
      ))}
      <span className="quiet">
        {kind === 'break_glass' && `${t('tab.glass')} · `}
        {t(`state.${state}`)}
        <Until of={grant} />
      </span>
    </li>
  )
}

/** Until when it counts, where it ends and the viewer may read when. */
function Until({ of }: { of: Grant | Delegation }) {
  const { t } = useTranslation('governing')
  if (of._locked?.includes('valid_to'))
    return (
      <>
        {' · '}
        <Locked of={of} field="valid_to">
          {null}
        </Locked>
      </>
    )
  return of.valid_to && ` · ${t('grant.until', { day: formatDate(of.valid_to) })}`
}

/** What somebody passed on, with the grants by which they have it themselves. */
function DelegationWay({ delegation }: { delegation: Delegation }) {
  const { t } = useTranslation('governing')
  const { giver, state, grants } = delegation
  return (
    <li>
      {t('why.inPlaceOf', { name: giver.name })}{' '}
      <span className="quiet">
        {t(`state.${state}`)}
        <Until of={delegation} />
      </span>
      <ol className="plain-list">
        {grants.map((grant) => (
          <GrantWay key={grant.id} grant={grant} />
        ))}
      </ol>
    </li>
  )
}
