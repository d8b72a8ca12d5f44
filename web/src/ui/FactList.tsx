import type { ReactNode } from 'react'

type FactListProps = { facts: { key: string; label: string; value: ReactNode }[] }

/** What is known of one thing, each with its name. */
export function FactList({ facts }: FactListProps) {
  return (
    <dl className="fact-list">
      {facts.map(({ key, label, value }) => (
        <div key={key} className="fact-line">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
