import { useTranslation } from 'react-i18next'
import type { Finding } from '../queries'

const ORDER = { error: 0, warning: 1, info: 2 } as const
const SIGNS = { error: '✕', warning: '▲', info: '○' } as const

/** What the reader noticed in the file, the worst first. */
export function Findings({ findings }: { findings: Finding[] }) {
  const { t, i18n } = useTranslation('integrations')
  const sorted = findings.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity])
  const textOf = ({ code, params }: Finding) => {
    const key = `finding.${code.replace(/^planfiles\./, '')}`
    const loop = Array.isArray(params.loop) ? params.loop.join(' → ') : ''
    return i18n.exists(`integrations:${key}`) ? t(key, { ...params, loop }) : code
  }
  const examplesOf = ({ params, where }: Finding): string =>
    Array.isArray(params.examples) ? params.examples.filter(Boolean).join('; ') : where

  return (
    <ul className="rows">
      {sorted.map((finding) => (
        <li
          key={`${finding.code} ${finding.where} ${JSON.stringify(finding.params)}`}
          className="finding"
          data-severity={finding.severity}
        >
          <span className="finding-sign" title={t(`severity.${finding.severity}`)}>
            <span aria-hidden>{SIGNS[finding.severity]}</span>
            <span className="visually-hidden">{t(`severity.${finding.severity}`)}</span>
          </span>
          <span>
            {textOf(finding)}
            <span className="quiet finding-examples">{examplesOf(finding)}</span>
          </span>
          {finding.n > 1 && <span className="quiet number">× {finding.n}</span>}
        </li>
      ))}
    </ul>
  )
}
