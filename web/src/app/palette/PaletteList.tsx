import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Stretch } from '@/lib/matching'
import type { Hit, Section } from './hits'

type PaletteListProps = {
  id: string
  sections: Section[]
  active: number
  onActive: (index: number) => void
  onOpen: (hit: Hit) => void
}

/** A name with the stretches that answer to what was typed. */
function Marked({ text, marks }: { text: string; marks: readonly Stretch[] }) {
  const parts = []
  let from = 0
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0])) {
    if (start < from) continue
    parts.push(text.slice(from, start), <mark key={start}>{text.slice(start, end)}</mark>)
    from = end
  }
  return [...parts, text.slice(from)]
}

/** The lines under their headings; the field above keeps the focus. */
export function PaletteList({ id, sections, active, onActive, onOpen }: PaletteListProps) {
  const { t } = useTranslation('palette')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const line = box.current?.querySelector(`[id="${id}-${active}"]`)
    line?.scrollIntoView?.({ block: 'nearest' })
  }, [id, active])

  const numbered = sections.map((section, index) => ({
    ...section,
    from: sections.slice(0, index).reduce((count, { hits }) => count + hits.length, 0),
  }))
  return (
    <div role="listbox" id={id} aria-label={t('found')} className="palette" ref={box}>
      {numbered.map(({ name, hits, from }) => (
        // biome-ignore lint/a11y/useSemanticElements: a list box holds groups, not field sets
        <div key={name} role="group" aria-label={t(`section.${name}`)}>
          <div className="palette-section quiet" aria-hidden>
            {t(`section.${name}`)}
          </div>
          {hits.map((hit, offset) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keyboard
            <div
              key={hit.key}
              id={`${id}-${from + offset}`}
              role="option"
              tabIndex={-1}
              aria-selected={from + offset === active}
              className="palette-hit"
              onPointerMove={() => onActive(from + offset)}
              onClick={() => onOpen(hit)}
            >
              <span className="palette-title ellipsis">
                <Marked text={hit.title} marks={hit.marks} />
              </span>{' '}
              <span className="palette-hint quiet ellipsis">{hit.hint}</span>{' '}
              {hit.keys && <kbd>{hit.keys}</kbd>}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
