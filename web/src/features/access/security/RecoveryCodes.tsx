import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'

type RecoveryCodesProps = { codes: string[]; onKept: () => void }

/** Recovery codes, shown this once. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const { t } = useTranslation('security')
  const { message } = App.useApp()
  const text = codes.join('\n')
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    message.success(t('recovery.copied'))
  }
  return (
    <div role="status">
      <p>{t('recovery.once')}</p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="page-actions">
        {/* Browsers offer the clipboard to pages that came safely only. */}
        {navigator.clipboard && <Button onClick={copy}>{t('recovery.copy')}</Button>}
        <Button type="primary" onClick={onKept}>
          {t('recovery.kept')}
        </Button>
      </div>
    </div>
  )
}
