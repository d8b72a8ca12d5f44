import { useTranslation } from 'react-i18next'
import { actorOf } from '@/lib/actor'
import type { AuditEvent } from './queries'

/** A name of the server as a key: the texts are not nested by its parts. */
const codeOf = (name: string): string => name.replace('.', '_')

/** What a kind of event is called; one that has no name yet is called by its code. */
export function useKindName() {
  const { t } = useTranslation('audit')
  return (kind: string): string => t(`kind.${codeOf(kind)}`, { defaultValue: kind })
}

/** Who did it: a person, a job, the platform, or somebody who was not signed in. */
export function useActorName() {
  const { t } = useTranslation('audit')
  const jobName = (job: string): string => t(`jobs.${codeOf(job)}`, { defaultValue: job })
  return (event: AuditEvent): string => {
    if (event.on_behalf_of_name)
      return t('inPlaceOf', { name: event.actor_name, giver: event.on_behalf_of_name })
    if (event.actor_id) return event.actor_name ?? ''
    if (event.automation) return t('job', { name: jobName(event.automation) })
    if (event.outcome === 'refused') return t('stranger')
    return actorOf(event.actor_name, t('system'))
  }
}
