import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { useClear } from '@/ui/useClear'
import { useTold } from '@/ui/useTold'
import type { Calendar } from '../queries'
import { AffectedPlans } from './AffectedPlans'
import { copiedYear } from './days'
import { KINDS } from './kinds'
import { useCalendarChanges } from './queries'

const COUNTRIES = ['CN'] as const

type New = { name: string; kind: string; parent_id?: string; country?: string }
type NewCalendarProps = {
  calendars: Calendar[]
  /** The calendar to copy; absent: an empty one. */
  copyOf?: Calendar
  onMade: (calendarId: string) => void
  onClose: () => void
}

/** A calendar that takes everything from its parent, or a copy of another. */
export function NewCalendar({ calendars, copyOf, onMade, onClose }: NewCalendarProps) {
  const clear = useClear()
  const { t } = useTranslation('organisation')
  const { create } = useCalendarChanges()
  const told = useTold()
  const first = calendars.find(({ kind }) => kind === 'company') ?? calendars[0]

  return (
    <FormDialog<New>
      title={copyOf ? t('calendar.copyTitle', { name: copyOf.name }) : t('calendar.new')}
      okText={t('create')}
      open
      onClose={onClose}
      initialValues={
        copyOf
          ? {
              name: t('calendar.copyName', { name: copyOf.name }),
              kind: copyOf.kind,
              parent_id: copyOf.parent?.id,
              country: copyOf.country || undefined,
            }
          : { kind: 'site', parent_id: first?.id }
      }
      onSubmit={async ({ country = '', parent_id, ...fields }) => {
        const taken = copyOf ? { week: copyOf.week, exceptions: copyOf.exceptions } : {}
        const made = await create.mutateAsync({
          ...fields,
          country,
          parent_id: parent_id ?? null,
          ...taken,
        })
        onMade(made.id)
        void told(Promise.resolve(), { text: t('calendar.created', { name: made.name }) })
      }}
    >
      <Form.Item name="name" label={t('calendar.name')} rules={[{ required: true, max: 200 }]}>
        <Input autoFocus />
      </Form.Item>
      <Form.Item name="kind" label={t('calendar.level')}>
        <Select
          options={KINDS.map((kind) => ({ value: kind, label: t(`calendar.kind.${kind}`) }))}
        />
      </Form.Item>
      <Form.Item name="parent_id" label={t('calendar.parent')}>
        <Select
          allowClear={clear}
          options={calendars.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="country" label={t('calendar.holidaysOf')}>
        <Select
          allowClear={clear}
          placeholder={t('inherited')}
          options={COUNTRIES.map((code) => ({ value: code, label: t(`calendar.country.${code}`) }))}
        />
      </Form.Item>
    </FormDialog>
  )
}

type CopyYearProps = { calendar: Calendar; year: number; onClose: () => void }

/** Takes the exceptions of one year into another, on the same days. */
export function CopyYear({ calendar, year, onClose }: CopyYearProps) {
  const { t } = useTranslation('organisation')
  const { change } = useCalendarChanges()
  const told = useTold()

  return (
    <FormDialog<{ to: string }>
      title={t('calendar.copyYear', { year })}
      okText={t('calendar.copy')}
      open
      onClose={onClose}
      initialValues={{ to: String(year + 1) }}
      onSubmit={async ({ to }) => {
        const exceptions = copiedYear(calendar.exceptions, year, Number(to))
        const added = exceptions.length - calendar.exceptions.length
        if (added > 0) {
          const changed = await change.mutateAsync({ calendar, exceptions })
          void told(Promise.resolve(changed), {
            text: t('calendar.yearCopied', { count: added, year: to }),
            undo: (now) => change.mutateAsync({ calendar: now, exceptions: calendar.exceptions }),
          })
        } else void told(Promise.resolve(), { text: t('calendar.nothingCopied', { year: to }) })
      }}
    >
      <p className="quiet">{t('calendar.copyYearHint')}</p>
      <Form.Item
        name="to"
        label={t('calendar.toYear')}
        rules={[{ required: true, pattern: /^(19[7-9]\d|20\d\d|21\d\d)$/ }]}
      >
        <Input inputMode="numeric" maxLength={4} />
      </Form.Item>
      <AffectedPlans calendar={calendar} />
    </FormDialog>
  )
}
