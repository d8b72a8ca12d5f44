import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showValue } from '@/lib/classes'

const ShowDialog = lazy(async () => ({ default: (await import('./ShowDialog')).ShowDialog }))

type OnRequestProps = {
  kind: string
  id: string
  field: string
  read?: (value: unknown) => ReactNode
  children: ReactNode
}

/** A value that is shown to who says what for, each time on the record; who leaves no longer sees it. */
export function OnRequest({ kind, id, field, read = plain, children }: OnRequestProps) {
  const { t } = useTranslation('ui')
  const [isAsked, setAsked] = useState(false)
  const [shown, setShown] = useState<{ value: unknown }>()
  const hide = () => setShown(undefined)

  useEffect(() => {
    if (!shown) return
    const leave = () => document.hidden && setShown(undefined)
    document.addEventListener('visibilitychange', leave)
    return () => document.removeEventListener('visibilitychange', leave)
  }, [shown])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a row that opens must not open with it
    <span className="on-request" onClick={stop} onDoubleClick={stop} onKeyDown={stopKeys}>
      <span aria-live="polite">{shown ? read(shown.value) : children}</span>
      <Button
        type="text"
        size="small"
        icon={shown ? <EyeInvisibleOutlined aria-hidden /> : <EyeOutlined aria-hidden />}
        title={shown ? undefined : t('showHint')}
        onClick={shown ? hide : () => setAsked(true)}
      >
        {t(shown ? 'hide' : 'show')}
      </Button>
      {isAsked && (
        <Suspense fallback={null}>
          <ShowDialog
            onShow={async (purpose) => setShown(await showValue(kind, id, field, purpose))}
            onClose={() => setAsked(false)}
          />
        </Suspense>
      )}
    </span>
  )
}

const stop = (event: { stopPropagation: () => void }) => event.stopPropagation()

/** The dialog hears of the key that closes it at the window alone. */
const stopKeys = (event: KeyboardEvent) => event.key !== 'Escape' && event.stopPropagation()

/** A value in words; an object by its name. */
function plain(value: unknown): ReactNode {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'object' && 'name' in value) return String(value.name)
  return String(value)
}
