import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showValue } from '@/lib/classes'
import { useRefusalText } from '@/lib/useRefusalText'

type OnRequestProps = {
  kind: string
  id: string
  field: string
  read?: (value: unknown) => ReactNode
  children: ReactNode
}

/** A value that is shown when asked for, each time on the record; who leaves no longer sees it. */
export function OnRequest({ kind, id, field, read = plain, children }: OnRequestProps) {
  const { t } = useTranslation('ui')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const [isAsking, setAsking] = useState(false)
  const [shown, setShown] = useState<{ value: unknown }>()
  const hide = () => setShown(undefined)

  useEffect(() => {
    if (!shown) return
    const leave = () => document.hidden && setShown(undefined)
    document.addEventListener('visibilitychange', leave)
    return () => document.removeEventListener('visibilitychange', leave)
  }, [shown])

  const ask = () => {
    setAsking(true)
    showValue(kind, id, field)
      .then(setShown, (error: unknown) => message.error(explain(error)))
      .finally(() => setAsking(false))
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a row that opens must not open with it
    <span className="on-request" onClick={stop} onDoubleClick={stop} onKeyDown={stop}>
      <span aria-live="polite">{shown ? read(shown.value) : children}</span>
      <Button
        type="text"
        size="small"
        loading={isAsking}
        icon={shown ? <EyeInvisibleOutlined aria-hidden /> : <EyeOutlined aria-hidden />}
        title={shown ? undefined : t('showHint')}
        onClick={shown ? hide : ask}
      >
        {t(shown ? 'hide' : 'show')}
      </Button>
    </span>
  )
}

const stop = (event: { stopPropagation: () => void }) => event.stopPropagation()

/** A value in words; an object by its name. */
function plain(value: unknown): ReactNode {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'object' && 'name' in value) return String(value.name)
  return String(value)
}
