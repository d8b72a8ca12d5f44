import { Alert, Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { useTold } from '@/ui/useTold'
import { type BodyDetail, useBodyChanges } from './queries'
import { useWords } from './words'

/** How a body would decide once another person agrees, and what the viewer can do about it. */
export function BodyWaiting({ body, mayChange }: { body: BodyDetail; mayChange: boolean }) {
  const { t } = useTranslation('deciding')
  const { user: viewer } = useSession()
  const { confirm, decline } = useBodyChanges()
  const { named } = useWords()
  const told = useTold()
  const { waiting, proposed_by, members } = body
  if (!waiting) return null
  const isMine = proposed_by?.id === viewer?.id
  const sits = members?.some(({ user }) => user.id === viewer?.id)
  const rule = t('body.decides', { rule: t(`rule.${waiting.rule}`), count: waiting.quorum })
  const values = { name: named(body) }
  return (
    <Alert
      type="warning"
      showIcon
      title={t('body.waiting', { rule, tie: t(waiting.does_chair_break_ties ? 'yes' : 'no') })}
      description={
        <Space wrap>
          {proposed_by && t('body.waitingBy', { name: proposed_by.name })}
          {mayChange && !isMine && !sits && (
            <Button
              size="small"
              type="primary"
              onClick={() =>
                told(confirm.mutateAsync(body), { text: t('body.ruleConfirmed', values) })
              }
            >
              {t('holding.confirm')}
            </Button>
          )}
          {mayChange && (
            <Button
              size="small"
              onClick={() =>
                told(decline.mutateAsync(body), { text: t('body.ruleDeclined', values) })
              }
            >
              {t(isMine ? 'body.takeBack' : 'body.decline')}
            </Button>
          )}
        </Space>
      }
    />
  )
}
