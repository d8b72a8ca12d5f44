import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hasPasskeys } from './passkeys'
import { RecoveryCodes } from './RecoveryCodes'
import { SetUpApp, SetUpPasskey } from './SetUp'

type Kind = 'app' | 'passkey'

/** A role demands a second factor: it is set up here before anything else opens. */
export function SetUpStep({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('security')
  const [kind, setKind] = useState<Kind>('app')
  const [codes, setCodes] = useState<string[]>()
  const done = (made: string[] | null) => (made ? setCodes(made) : onDone())

  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />
  return (
    <>
      <p className="quiet">{t('setUp.why')}</p>
      {hasPasskeys() && (
        <Segmented<Kind>
          block
          aria-label={t('setUp.which')}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'app', label: t('app.title') },
            { value: 'passkey', label: t('passkey.title') },
          ]}
        />
      )}
      {kind === 'app' ? <SetUpApp onDone={done} /> : <SetUpPasskey onDone={done} />}
    </>
  )
}
