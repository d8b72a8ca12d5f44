import {
  BoldOutlined,
  CodeOutlined,
  ItalicOutlined,
  LinkOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'

type Format = { key: string; icon: ReactNode; before: string; after: string; isLine?: boolean }

const FORMATS: Format[] = [
  { key: 'bold', icon: <BoldOutlined aria-hidden />, before: '**', after: '**' },
  { key: 'italic', icon: <ItalicOutlined aria-hidden />, before: '*', after: '*' },
  {
    key: 'list',
    icon: <UnorderedListOutlined aria-hidden />,
    before: '- ',
    after: '',
    isLine: true,
  },
  { key: 'link', icon: <LinkOutlined aria-hidden />, before: '[', after: '](https://)' },
  { key: 'code', icon: <CodeOutlined aria-hidden />, before: '`', after: '`' },
]

type FormatBarProps = {
  area: RefObject<HTMLTextAreaElement | null>
  isPreview: boolean
  onPreview: (isPreview: boolean) => void
  onWrite: (text: string, from: number, to: number) => void
}

/** The few marks of Markdown that people use, for those who do not know them by heart. */
export function FormatBar({ area, isPreview, onPreview, onWrite }: FormatBarProps) {
  const { t } = useTranslation('discussion')

  const apply = ({ before, after, isLine }: Format) => {
    const element = area.current
    if (!element) return
    const { value, selectionStart, selectionEnd } = element
    const from = isLine ? value.lastIndexOf('\n', selectionStart - 1) + 1 : selectionStart
    const marked = value.slice(from, selectionEnd)
    const inner = isLine ? marked.replaceAll('\n', `\n${before}`) : marked
    const text = value.slice(0, from) + before + inner + after + value.slice(selectionEnd)
    onWrite(text, from + before.length, from + before.length + inner.length)
  }

  return (
    <div className="format-bar">
      {FORMATS.map((format) => (
        <Button
          key={format.key}
          type="text"
          size="small"
          icon={format.icon}
          disabled={isPreview}
          aria-label={t(`format.${format.key}`)}
          title={t(`format.${format.key}`)}
          onClick={() => apply(format)}
        />
      ))}
      <Button
        type="text"
        size="small"
        aria-pressed={isPreview}
        className="format-preview"
        onClick={() => onPreview(!isPreview)}
      >
        {t(isPreview ? 'write' : 'preview')}
      </Button>
    </div>
  )
}
