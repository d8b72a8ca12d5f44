import { Button, InputNumber, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBoard } from './context'

type LimitButtonProps = { name: string; column: string; count: number; limit: number | null }

/** How many cards a column holds, of how many it should; who may plan sets that here. */
export function LimitButton({ name, column, count, limit }: LimitButtonProps) {
  const { t } = useTranslation('board')
  const board = useBoard()
  const [draft, setDraft] = useState<number | null | undefined>(undefined)
  const text = limit === null ? String(count) : `${count} / ${limit}`
  const label = limit === null ? t('count', { count }) : t('countOf', { count, limit })
  if (board.readOnly) {
    return (
      <span className="board-count number" title={label}>
        {text}
      </span>
    )
  }
  const isOpen = draft !== undefined
  const close = () => setDraft(undefined)
  const save = (value: number | null) => {
    if (value !== limit) board.setLimit(column, value)
    close()
  }

  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={(open) => setDraft(open ? limit : undefined)}
      title={t('limitOf', { name })}
      content={
        <div className="limit-form">
          <InputNumber
            aria-label={t('limitOf', { name })}
            autoFocus
            min={1}
            max={999}
            precision={0}
            value={draft}
            onChange={(value) => setDraft(value)}
            onPressEnter={() => save(draft ?? null)}
          />
          <Button type="primary" size="small" onClick={() => save(draft ?? null)}>
            {t('setLimit')}
          </Button>
          <Button size="small" disabled={limit === null} onClick={() => save(null)}>
            {t('noLimit')}
          </Button>
          <p className="quiet">{t('limitHint')}</p>
        </div>
      }
    >
      <Button
        type="text"
        size="small"
        className="board-count number"
        aria-label={`${label} · ${t('limitOf', { name })}`}
      >
        {text}
      </Button>
    </Popover>
  )
}
