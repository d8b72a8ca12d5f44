import { HistoryOutlined } from '@ant-design/icons'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordKind } from '@/lib/history'
import { useIsPhone } from '@/lib/useIsPhone'
import { RecordHistory } from './RecordHistory'

type HistoryButtonProps = { kind: RecordKind; id: string; name: string; compact?: boolean }

/** Opens the history of a record beside it. */
export function HistoryButton({ kind, id, name, compact = false }: HistoryButtonProps) {
  const { t } = useTranslation('history')
  const isPhone = useIsPhone()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        className="history-button"
        icon={<HistoryOutlined aria-hidden />}
        size={compact ? 'small' : undefined}
        type={compact ? 'text' : undefined}
        aria-label={t('historyOf', { name })}
        onClick={() => setOpen(true)}
      >
        {compact ? null : t('history')}
      </Button>
      <Drawer
        open={isOpen}
        destroyOnHidden
        placement={isPhone ? 'bottom' : 'right'}
        size={isPhone ? '80%' : 480}
        title={t('historyOf', { name })}
        onClose={() => setOpen(false)}
      >
        <RecordHistory kind={kind} id={id} />
      </Drawer>
    </>
  )
}
