import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from '@/api/client'
import { useSaid } from './useSaid'

/** Which fields the server named when it refused a rule, as no policy closes them. */
export function useStayingOpen() {
  const [open, setOpen] = useState<string[]>([])
  const watched = async <Done,>(work: Promise<Done>): Promise<Done> => {
    setOpen([])
    try {
      return await work
    } catch (refusal) {
      const named = refusal instanceof Refusal && 'open' in refusal.problem && refusal.problem.open
      if (Array.isArray(named)) setOpen(named.map(String))
      throw refusal
    }
  }
  return { open, watched }
}

/** Says why a class cannot be closed: some of it stays open to everybody who sees the record. */
export function StayingOpen({ fields }: { fields: string[] }) {
  const { t } = useTranslation('policy')
  const said = useSaid()
  if (fields.length === 0) return null
  return (
    <Alert
      type="info"
      showIcon
      title={t('classes.staysOpen')}
      description={fields.map(said.path).join(t('draft.comma'))}
    />
  )
}
