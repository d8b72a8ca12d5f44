import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CodeField } from './CodeField'
import { hasPasskeys } from './passkeys'
import { type Proof, proofsQuery, useProve } from './queries'
import { SsoButtons } from './SsoButtons'
import { useFault } from './useFault'

type ProofDialogProps = { onAnswer: (isProved: boolean) => void }

/** By a code, a password, a passkey or an identity provider. */
export function ProofDialog({ onAnswer }: ProofDialogProps) {
  const { t } = useTranslation('security')
  const fault = useFault()
  const { data: proofs, error } = useQuery({ ...proofsQuery, staleTime: 0 })
  const prove = useProve()
  const kinds = proofs?.kinds.filter((kind) => kind !== 'passkey') ?? []
  const [chosen, setChosen] = useState<string>()
  const kind = chosen ?? kinds[0]
  const send = (given: Proof | 'passkey') =>
    prove.mutate(given, { onSuccess: () => onAnswer(true) })
  const here = window.location.pathname + window.location.search
  const shown = prove.error ?? error

  return (
    <Modal open title={t('proof.title')} onCancel={() => onAnswer(false)} footer={null} width={420}>
      <p>{t('proof.why', { minutes: proofs?.minutes ?? 10 })}</p>
      {shown && <Alert type="error" role="alert" title={fault(shown)} />}
      {proofs?.kinds.includes('passkey') && hasPasskeys() && (
        <Button block loading={prove.isPending} onClick={() => send('passkey')}>
          {t('passkey.use')}
        </Button>
      )}
      {kind && (
        <Form
          key={kind}
          // The form behind the dialog may have a field of the same name.
          name="proof"
          layout="vertical"
          requiredMark={false}
          disabled={prove.isPending}
          onFinish={(fields: Proof) => send(fields)}
        >
          <ProofField kind={kind} />
          <Button type="primary" htmlType="submit" block loading={prove.isPending}>
            {t('proof.go')}
          </Button>
        </Form>
      )}
      {kinds
        .filter((other) => other !== kind)
        .map((other) => (
          <button
            key={other}
            type="button"
            className="text-button"
            onClick={() => setChosen(other)}
          >
            {t(`proof.other.${other}`)}
          </button>
        ))}
      {proofs && <SsoButtons providers={proofs.providers} purpose="prove" to={here} />}
      {proofs?.kinds.length === 0 && proofs.providers.length === 0 && <p>{t('proof.none')}</p>}
    </Modal>
  )
}

/** Where the proof of a kind is typed. */
function ProofField({ kind }: { kind: string }) {
  if (kind === 'totp') return <CodeField />
  return kind === 'recovery_code' ? <RecoveryField /> : <PasswordField />
}

function RecoveryField() {
  const { t } = useTranslation('security')
  return (
    <Form.Item name="recovery_code" label={t('second.recovery')} rules={[{ required: true }]}>
      <Input autoComplete="off" autoFocus />
    </Form.Item>
  )
}

function PasswordField() {
  const { t } = useTranslation('security')
  return (
    <Form.Item name="password" label={t('proof.password')} rules={[{ required: true }]}>
      <Input.Password autoComplete="current-password" autoFocus />
    </Form.Item>
  )
}
