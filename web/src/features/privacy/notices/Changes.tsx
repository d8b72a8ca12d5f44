import { useTranslation } from 'react-i18next'
import { difference } from './difference'
import type { Words } from './queries'

const SIDES = [
  { language: 'zh-CN', title: 'title', text: 'text' },
  { language: 'en', title: 'title_en', text: 'text_en' },
] as const

type ChangesProps = { before: Words; after: Words }

/** What the draft changes of the version before it, line by line, in each language. */
export function Changes({ before, after }: ChangesProps) {
  const { t } = useTranslation('notices')
  const sides = SIDES.map(({ language, title, text }) => ({
    language,
    pieces: difference(`${before[title]}\n${before[text]}`, `${after[title]}\n${after[text]}`),
  })).filter(({ pieces }) => pieces.some(({ kind }) => kind !== 'same'))
  if (sides.length === 0) return <p className="quiet">{t('unchanged')}</p>
  return (
    <details className="notice-changes" open>
      <summary>{t('changes')}</summary>
      {sides.map(({ language, pieces }) => (
        <div key={language} lang={language}>
          {pieces.map(({ kind, text }, place) => (
            <Line key={`${place} ${text}`} kind={kind} text={text} />
          ))}
        </div>
      ))}
    </details>
  )
}

function Line({ kind, text }: { kind: 'same' | 'gone' | 'new'; text: string }) {
  if (kind === 'gone') return <del>{text || ' '}</del>
  if (kind === 'new') return <ins>{text || ' '}</ins>
  return <p>{text || ' '}</p>
}
