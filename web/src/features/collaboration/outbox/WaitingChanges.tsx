import { useTranslation } from 'react-i18next'
import type { Entry } from '@/lib/outbox/entry'
import { useLines } from './useLines'
import './outbox.css'

/** The changes that wait in this browser, to be read where nothing can be done with them yet. */
export function WaitingChanges({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation('outbox')
  const linesOf = useLines()
  if (entries.length === 0) return null
  return (
    <section aria-labelledby="waiting-changes">
      <h2 className="section-title" id="waiting-changes">
        {t('kept.waiting', { count: entries.length })}
      </h2>
      <ul className="kept-changes">
        {entries.map((entry) => {
          const { where, texts } = linesOf(entry)
          return (
            <li key={entry.id} className="kept-change">
              <strong>{where}</strong>
              <ul>
                {texts.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
