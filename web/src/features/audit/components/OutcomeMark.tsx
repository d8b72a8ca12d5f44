import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Outcome } from '../queries'

const COLOURS = { refused: 'warning', failed: 'error' } as const

/** How an act ended: what went well is told without colour. */
export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('audit')
  const text = t(`outcome.${outcome}`)
  return outcome === 'success' ? text : <Tag color={COLOURS[outcome]}>{text}</Tag>
}
