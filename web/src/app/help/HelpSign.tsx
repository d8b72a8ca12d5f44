import { LockOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Sign } from './topics'

const BAR = <rect x="2" y="5" width="24" height="8" rx="2" className="sign-fill" />
const DRAWN: Partial<Record<Sign, ReactNode>> = {
  green: <circle cx="14" cy="9" r="5" className="sign-good" />,
  amber: <path d="M14 3 20 14 8 14Z" className="sign-warn" />,
  red: <path d="M14 2 21 9 14 16 7 9Z" className="sign-bad" />,
  bar: (
    <>
      {BAR}
      <rect x="2" y="7.5" width="13" height="3" className="sign-ink" />
    </>
  ),
  critical: <rect x="2" y="5" width="24" height="8" rx="2" className="sign-bad" />,
  float: (
    <>
      <rect x="2" y="5" width="14" height="8" rx="2" className="sign-fill" />
      <path d="M16 9H27" className="sign-faint" />
    </>
  ),
  baseline: (
    <>
      <rect x="6" y="2" width="20" height="8" rx="2" className="sign-fill" />
      <rect x="2" y="13" width="20" height="3" className="sign-base" />
    </>
  ),
  milestone: <path d="M14 2 21 9 14 16 7 9Z" className="sign-ink" />,
  summary: <path d="M2 4H26V13L22 8H6L2 13Z" className="sign-ink" />,
  link: <path d="M3 4H14V14H22M19 11 23 14 19 17" className="sign-line" />,
  today: <path d="M14 1V17" className="sign-today" />,
}

const TEXTS: Partial<Record<Sign, string>> = { late: '+5', early: '−3' }

/** A mark as the pages draw it, beside its explanation. */
export function HelpSign({ sign }: { sign: Sign }) {
  if (sign === 'lock') return <LockOutlined className="help-sign" aria-hidden />
  if (TEXTS[sign]) {
    return (
      <span className="help-sign slip" data-tone={sign} aria-hidden>
        {TEXTS[sign]}
      </span>
    )
  }
  if (DRAWN[sign]) {
    return (
      <svg className="help-sign" width="28" height="18" viewBox="0 0 28 18" aria-hidden>
        {DRAWN[sign]}
      </svg>
    )
  }
  return (
    <span className="help-sign year-key" aria-hidden>
      <span className="day" data-kind={sign}>
        <b>8</b>
      </span>
    </span>
  )
}
