import { useTranslation } from 'react-i18next'
import { FactList } from '@/ui/FactList'
import { InlineChoice, InlineText } from '@/ui/InlineEdit'
import { useTold } from '@/ui/useTold'
import type { Calendar } from '../queries'
import { useCalendarChanges } from './queries'

type CalendarFactsProps = { calendar: Calendar; calendars: Calendar[]; may: boolean }

/** What a calendar is called, from which one it inherits, and whose holidays it takes. */
export function CalendarFacts({ calendar, calendars, may }: CalendarFactsProps) {
  const { t } = useTranslation('organisation')
  const { change } = useCalendarChanges()
  const told = useTold()
  const set = (field: string, fields: object, before: object) =>
    told(change.mutateAsync({ calendar, ...fields }), {
      text: t('changed', { name: calendar.name, field: t(`calendar.${field}`) }),
      undo: (now) => change.mutateAsync({ calendar: now, ...before }),
    })
  const parents = calendars
    .filter(({ id }) => id !== calendar.id)
    .map(({ id, name }) => ({ value: id, label: name }))

  return (
    <FactList
      facts={[
        {
          key: 'name',
          label: t('calendar.name'),
          value: (
            <InlineText
              label={t('calendar.name')}
              may={may}
              value={calendar.name}
              onSave={(name) => set('name', { name }, { name: calendar.name })}
            />
          ),
        },
        {
          key: 'kind',
          label: t('calendar.level'),
          value: t(`calendar.kind.${calendar.kind}`, calendar.kind),
        },
        {
          key: 'parent',
          label: t('calendar.parent'),
          value: (
            <InlineChoice
              label={t('calendar.parent')}
              may={may}
              value={calendar.parent?.id ?? null}
              text={calendar.parent?.name ?? t('calendar.noParent')}
              options={parents}
              onSave={(id) =>
                set('parent', { parent_id: id }, { parent_id: calendar.parent?.id ?? null })
              }
            />
          ),
        },
        {
          key: 'country',
          label: t('calendar.holidaysOf'),
          value: (
            <InlineChoice
              label={t('calendar.holidaysOf')}
              may={may}
              value={calendar.country || null}
              text={calendar.country ? t(`calendar.country.${calendar.country}`) : t('inherited')}
              options={[{ value: 'CN', label: t('calendar.country.CN') }]}
              onSave={(country) =>
                set('holidaysOf', { country: country ?? '' }, { country: calendar.country })
              }
            />
          ),
        },
      ]}
    />
  )
}
