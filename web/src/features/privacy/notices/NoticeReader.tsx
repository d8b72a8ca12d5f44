import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { Markdown } from '@/ui/markdown/Markdown'
import type { NoticeText, ShownNotice } from './queries'
import './notices.css'

type Texts = Pick<ShownNotice, 'texts'>

/** The text of a notice in the language of the pages, and how to see it in the other. */
export function useNoticeLanguage(
  notice: Texts,
  first?: string,
): [NoticeText, (language: string) => void] {
  const { i18n } = useTranslation()
  const [language, setLanguage] = useState(first ?? i18n.language)
  const shown = notice.texts.find((one) => one.language === language) ?? notice.texts[0]
  return [shown as NoticeText, setLanguage]
}

type NoticeReaderProps = {
  notice: ShownNotice
  shown: NoticeText
  onShow: (language: string) => void
}

/** A published version as it was shown: its ground, its text, and the other language beside it. */
export function NoticeReader({ notice, shown, onShow }: NoticeReaderProps) {
  const { t } = useTranslation('notices')
  const other = notice.texts.find(({ language }) => language !== shown.language)
  return (
    <>
      <p className="notice-facts quiet">
        <span>
          {t('facts', {
            basis: t(`basis.${notice.basis}`),
            number: notice.number,
            date: formatDate(notice.effective_on),
          })}
        </span>
        {other && (
          <Button
            type="link"
            size="small"
            lang={other.language}
            onClick={() => onShow(other.language)}
          >
            {t(other.language === 'en' ? 'inEnglish' : 'inChinese')}
          </Button>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <section className="notice-text" lang={shown.language} aria-label={shown.title} tabIndex={0}>
        <Markdown text={shown.text} below={2} />
      </section>
    </>
  )
}
