import { useQuery } from '@tanstack/react-query'
import { InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { Refusal } from '@/api/client'
import { Locked } from '@/ui/Locked'
import type { TabProps } from './Authorities'
import { AuthorityPick, PersonPick, ScopePick } from './Picks'
import { type AuthorityCode, type Proof, proofQuery } from './queries'
import { useWords } from './words'

/** Whether somebody may decide something here, as much as asked, and the proof. */
export function WhoDecides({ search, onShow }: TabProps) {
  const { t } = useTranslation(['deciding', 'governing'])
  const { measureOf } = useWords()
  const { authority, at, who, amount } = search
  const measure = measureOf(authority)
  return (
    <section className="who-may" aria-label={t('who.title')}>
      <h2 className="section-title">{t('who.title')}</h2>
      <div className="filters">
        <PersonPick
          label={t('who.person')}
          value={who}
          onChange={(chosen) => onShow({ who: chosen })}
        />
        <AuthorityPick
          label={t('authority')}
          value={authority}
          onChange={(chosen) => onShow({ authority: chosen, amount: undefined })}
        />
        <ScopePick label={t('scope')} value={at} onChange={(chosen) => onShow({ at: chosen })} />
        {measure && (
          <InputNumber
            min={0}
            precision={measure === 'money' ? 2 : 0}
            aria-label={t(`limit.of.${measure}`)}
            placeholder={t(`limit.of.${measure}`)}
            value={amount}
            onChange={(value) => onShow({ amount: value ?? undefined })}
          />
        )}
      </div>
      {authority && at && who ? (
        <Answer
          authority={authority as AuthorityCode}
          at={at}
          who={who}
          amount={
            amount === undefined ? undefined : Math.round(amount * (measure === 'money' ? 100 : 1))
          }
          currency={measure === 'money' ? 'CNY' : ''}
        />
      ) : (
        <p className="quiet">{t('who.hint')}</p>
      )}
    </section>
  )
}

type AnswerProps = {
  authority: AuthorityCode
  at: string
  who: string
  amount?: number
  currency: string
}

function Answer(asked: AnswerProps) {
  const { t } = useTranslation('deciding')
  const { data, error } = useQuery({ ...proofQuery(asked), retry: false })
  if (error instanceof Refusal && error.code === 'access.unknown_field')
    return (
      <p className="quiet" role="status">
        {t('who.limitsLocked')}
      </p>
    )
  return data ? <ProofOf proof={data} /> : null
}

function ProofOf({ proof }: { proof: Proof }) {
  const { t } = useTranslation(['deciding', 'governing'])
  const { authorityName, limitText } = useWords()
  const { user, scope, authority, is_allowed, ways } = proof
  const values = { name: user.name, scope: scope.label, authority: authorityName(authority) }
  return (
    <div className="why" role="status">
      <p className="why-verdict">{t(is_allowed ? 'who.may' : 'who.mayNot', values)}</p>
      <ol className="plain-list">
        {ways.map((way) => (
          <li
            key={`${way.holding_id} ${way.delegations.map(({ id }) => id).join(' ')}`}
            className="why-grant"
          >
            <span className="why-step">
              {way.holder.name}
              {way.seat && <span className="quiet"> {t(`seat.${way.seat}`)}</span>}
            </span>
            {way.delegations.map(({ id, giver, deputy }) => (
              <span key={id} className="why-step">
                {t('who.passed', { giver, deputy })}
              </span>
            ))}
            {way.path.map((one) => (
              <span key={one.id} className="why-step">
                {one.label}{' '}
                <span className="quiet">{t(`governing:kind.${one.kind}`, one.kind)}</span>
              </span>
            ))}
            <span className="quiet">
              <Locked of={way} field="limit">
                {limitText({ authority, ...way })}
              </Locked>
              {' · '}
              {t(`verdict.${way.verdict}`)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
