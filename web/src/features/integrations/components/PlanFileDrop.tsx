import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Modal, Progress } from 'antd'
import { createContext, type ReactNode, use, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'
import { FileDrop } from '@/ui/FileDrop'
import { FilePick } from '@/ui/FilePick'
import { useUploadPlan } from '../queries'

const ACCEPTED = '.xml,.mpp,.mpt,.mpx,.xer,.pmxml,.gan,.planner,.csv,.xlsx'
const Send = createContext<(file: File) => void>(() => {})

/** A page on which a plan file can be dropped anywhere; it goes to its preview. */
export function PlanFileDrop({ children }: { children: ReactNode }) {
  const { t } = useTranslation('integrations')
  const explain = useRefusalText()
  const navigate = useNavigate()
  const abort = useRef<AbortController>(null)
  const { mutate, isPending, error, share, variables, reset } = useUploadPlan()

  const send = useMemo(
    () => (file: File) => {
      abort.current = new AbortController()
      mutate(
        { file, signal: abort.current.signal },
        {
          onSuccess: ({ id }) => navigate({ to: '/imports/$importId', params: { importId: id } }),
        },
      )
    },
    [mutate, navigate],
  )
  const close = () => {
    abort.current?.abort()
    reset()
  }

  return (
    <Send value={send}>
      <FileDrop label={t('dropHere')} onFile={send} disabled={isPending}>
        {children}
      </FileDrop>
      <Modal
        open={isPending || error !== null}
        title={variables?.file.name}
        onCancel={close}
        footer={<Button onClick={close}>{t(isPending ? 'cancel' : 'close')}</Button>}
      >
        {isPending && (
          <Progress
            percent={Math.round(share * 100)}
            status="active"
            aria-label={t('uploading')}
            format={(percent) => (percent === 100 ? t('reading') : `${percent}%`)}
          />
        )}
        {error && <Alert type="error" role="alert" showIcon title={explain(error)} />}
      </Modal>
    </Send>
  )
}

/** Picks a plan file by hand instead of dropping it. */
export function PickPlanFile({ isMain = false }: { isMain?: boolean }) {
  const { t } = useTranslation('integrations')
  return (
    <FilePick
      type={isMain ? 'primary' : 'default'}
      accept={ACCEPTED}
      label={t('importPlan')}
      command={{ id: 'plans.import', title: 'integrations:importPlan' }}
      onFile={use(Send)}
    />
  )
}
