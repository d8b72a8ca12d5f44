import { useTranslation } from 'react-i18next'
import { EFFECTS, type MatrixRow } from './queries'

type MatrixLegendProps = {
  rows: MatrixRow[]
  roles: { id: string }[]
  /** Whether the class of a field in view is not the declared one. */
  hasChanged: boolean
}

/** What the marks of the matrix mean: those that stand in it, and no others. */
export function MatrixLegend({ rows, roles, hasChanged }: MatrixLegendProps) {
  const { t } = useTranslation('policy')
  const given = new Set(rows.flatMap((row) => roles.map(({ id }) => row.roles[id] ?? 'unseen')))
  const marks = [
    ...EFFECTS.filter((code) => given.has(code)).map((code) => ({
      mark: code,
      word: t(`effect.${code}`),
      hint: t(`effectHint.${code}`),
    })),
    ...(given.has('unseen')
      ? [{ mark: 'unseen', word: t('unseen'), hint: t('legend.unseen') }]
      : []),
    ...(rows.some(({ n_conditional }) => n_conditional > 0)
      ? [{ mark: 'rules', word: t('legend.rules'), hint: t('legend.rulesHint') }]
      : []),
    ...(hasChanged ? [{ mark: 'changed', word: t('changed'), hint: t('legend.changed') }] : []),
  ]
  return (
    <dl className="matrix-legend">
      {marks.map(({ mark, word, hint }) => (
        <div key={mark}>
          <dt data-effect={mark}>{word}</dt>
          <dd>{hint}</dd>
        </div>
      ))}
    </dl>
  )
}
