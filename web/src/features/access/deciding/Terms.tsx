import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Veiled } from '@/lib/classes'
import { formatDate } from '@/lib/format'
import { Locked } from '@/ui/Locked'
import { useWords } from './words'

type Dated = Veiled & { valid_from: string | null; valid_to: string | null }

const isClosed = (of: Veiled, field: string) => of._locked?.includes(field) ?? false

/** From when until when something holds; a day that the viewer may not read is a lock. */
export function PeriodOf({ of }: { of: Dated }) {
  const { t } = useTranslation('deciding')
  const { periodText } = useWords()
  const { valid_from, valid_to } = of
  const closed = (['valid_from', 'valid_to'] as const).filter((one) => isClosed(of, one))
  if (closed.length === 0) return periodText(of)
  if (closed.length === 2) return <LockOf of={of} among={closed} />
  return (
    <>
      <Locked of={of} field="valid_from">
        {valid_from ? formatDate(valid_from) : t('always')}
      </Locked>
      {' → '}
      <Locked of={of} field="valid_to">
        {valid_to ? formatDate(valid_to) : t('forGood')}
      </Locked>
    </>
  )
}

type LockOfProps = { of: Veiled; among: readonly string[]; children?: ReactNode }

/** What is told by several fields together: one lock, where one of them may not be read. */
export function LockOf({ of, among, children }: LockOfProps) {
  const closed = among.find((field) => isClosed(of, field))
  return closed ? (
    <Locked of={of} field={closed}>
      {children}
    </Locked>
  ) : (
    children
  )
}

type Tallied = Veiled & {
  n_for: number | null
  n_against: number | null
  n_abstained: number | null
}

/** What the votes on a question come to. */
export function TallyOf({ of }: { of: Tallied }) {
  const { t } = useTranslation('deciding')
  return (
    <LockOf of={of} among={['n_for', 'n_against', 'n_abstained']}>
      {t('question.tally', { for: of.n_for, against: of.n_against, abstained: of.n_abstained })}
    </LockOf>
  )
}

type Ruled = Veiled & { rule: string | null; quorum: number | null }

/** By which majority of how many is decided. */
export function RuleOf({ of }: { of: Ruled }) {
  const { t } = useTranslation('deciding')
  return (
    <LockOf of={of} among={['rule', 'quorum']}>
      {t('body.decides', { rule: t(`rule.${of.rule}`), count: of.quorum ?? 0 })}
    </LockOf>
  )
}
