import { useTranslation } from 'react-i18next'
import { actorOf } from '@/lib/actor'
import type { AuditEvent } from './queries'

/** What a kind of event is called; one that has no name yet is called by its code. */
export function useKindName() {
  const { t } = useTranslation('audit')
  return (kind: string): string => t(`kind.${kind.replace('.', '_')}`, { defaultValue: kind })
}

/** Who did it: a person, a job, the platform, or somebody who was not signed in. */
export function useActorName() {
  const { t } = useTranslation('audit')
  return (event: AuditEvent): string => {
    if (event.on_behalf_of_name)
      return t('inPlaceOf', { name: event.actor_name, giver: event.on_behalf_of_name })
    if (event.actor_id) return event.actor_name ?? ''
    if (event.automation) return t('job', { name: event.automation })
    if (event.outcome === 'refused') return t('stranger')
    return actorOf(event.actor_name, t('system'))
  }
}
