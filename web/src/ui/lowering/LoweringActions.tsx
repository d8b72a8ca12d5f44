import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import { useTold } from '../useTold'
import { type Lowering, useLoweringChanges } from './queries'
import './lowering.css'

/** What the viewer can do about a request that waits: take it back who asked, decide who did not. */
export function LoweringActions({ lowering, name }: { lowering: Lowering; name: string }) {
  const { t } = useTranslation('lowering')
  const className = useClassName()
  const { confirm, decline, withdraw } = useLoweringChanges()
  const told = useTold()
  const isBusy = confirm.isPending || decline.isPending || withdraw.isPending
  const to = className(lowering.classification)
  const button = (of: 'confirm' | 'decline' | 'withdraw', change: typeof confirm) => (
    <Button
      size="small"
      disabled={isBusy}
      aria-label={t(`${of}Of`, { name, to })}
      onClick={() =>
        void told(change.mutateAsync(lowering), { text: t(`${of}Done`, { name, to }) })
      }
    >
      {t(of)}
    </Button>
  )

  if (lowering.state !== 'waiting') return null
  return (
    <span className="lowering-actions">
      {lowering.is_own ? (
        button('withdraw', withdraw)
      ) : (
        <>
          {button('confirm', confirm)}
          {button('decline', decline)}
        </>
      )}
    </span>
  )
}
