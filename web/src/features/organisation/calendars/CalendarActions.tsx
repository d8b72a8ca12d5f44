import { Button, Dropdown, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Can } from '@/ui/Can'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { useTold } from '@/ui/useTold'
import type { Calendar } from '../queries'
import { CopyYear, NewCalendar } from './dialogs'
import { icalAddress, useCalendarChanges } from './queries'

type CalendarActionsProps = {
  calendar: Calendar
  calendars: Calendar[]
  year: number
  may: boolean
  onShow: (change: { calendar?: string; year?: number }) => void
}
type Dialog = 'new' | 'copy' | 'copyYear' | 'delete'

/** Another year, and what can be done with the calendar. */
export function CalendarActions({ calendar, calendars, year, may, onShow }: CalendarActionsProps) {
  const { t } = useTranslation('organisation')
  const [dialog, setDialog] = useState<Dialog>()
  const done = () => setDialog(undefined)
  const items = [
    { key: 'copy', label: t('calendar.copy') },
    { key: 'copyYear', label: t('calendar.copyYear', { year }), disabled: !may },
    { key: 'delete', label: t('calendar.delete'), danger: true, disabled: !may },
  ]

  return (
    <>
      <Button onClick={() => onShow({ year: year - 1 })}>{year - 1}</Button>
      <Button onClick={() => onShow({ year: year + 1 })}>{year + 1}</Button>
      <Button href={icalAddress(calendar.id, year)} download>
        {t('calendar.export')}
      </Button>
      <HistoryButton kind="calendar" id={calendar.id} name={calendar.name} />
      <Can permission="organisation.manage">
        <Button onClick={() => setDialog('new')}>{t('calendar.new')}</Button>
        <Dropdown
          trigger={['click']}
          menu={{ items, onClick: ({ key }) => setDialog(key as Dialog) }}
        >
          <Button>{t('more')}</Button>
        </Dropdown>
      </Can>
      {(dialog === 'new' || dialog === 'copy') && (
        <NewCalendar
          calendars={calendars}
          copyOf={dialog === 'copy' ? calendar : undefined}
          onMade={(id) => onShow({ calendar: id })}
          onClose={done}
        />
      )}
      {dialog === 'copyYear' && <CopyYear calendar={calendar} year={year} onClose={done} />}
      {dialog === 'delete' && (
        <DeleteCalendar
          calendar={calendar}
          onDeleted={() => onShow({ calendar: undefined })}
          onClose={done}
        />
      )}
    </>
  )
}

type DeleteCalendarProps = { calendar: Calendar; onDeleted: () => void; onClose: () => void }

function DeleteCalendar({ calendar, onDeleted, onClose }: DeleteCalendarProps) {
  const { t } = useTranslation('organisation')
  const { remove } = useCalendarChanges()
  const told = useTold()
  const submit = async () => {
    onClose()
    const work = remove.mutateAsync(calendar).then(onDeleted)
    await told(work, { text: t('calendar.deleted', { name: calendar.name }) })
  }
  return (
    <Modal
      open
      title={t('calendar.deleteTitle', { name: calendar.name })}
      okText={t('calendar.delete')}
      okButtonProps={{ danger: true }}
      onOk={submit}
      onCancel={onClose}
    >
      {t('calendar.deleteHint')}
    </Modal>
  )
}
