import { Markdown } from '@tiptap/markdown'
import { type Editor, EditorContent, useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { Button } from 'antd'
import type { marked } from 'marked'
import { type KeyboardEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { isSafe } from '@/ui/markdown/inlines'
import { FormatBar } from './FormatBar'
import { onDrop, onPaste } from './pasted'
import { plainMarked } from './plainMarked'

const LONGEST = 100_000

type DescriptionEditorProps = {
  source: string
  onSave: (source: string) => unknown
  onCancel: () => void
}

const extensions = () => [
  StarterKit.configure({
    underline: false,
    link: {
      openOnClick: false,
      isAllowedUri: (address) => isSafe(address),
      HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: null },
    },
  }),
  Markdown.configure({ marked: plainMarked() as unknown as typeof marked }),
]

/** An empty text would be read as HTML, which nothing here is. */
const contentOf = (source: string) =>
  source.trim() === ''
    ? { content: { type: 'doc', content: [{ type: 'paragraph' }] } }
    : { content: source, contentType: 'markdown' as const }

const markdownOf = (editor: Editor) => editor.getMarkdown().trim().slice(0, LONGEST)

/** A description edited as it is read, and kept as Markdown. */
export function DescriptionEditor({ source, onSave, onCancel }: DescriptionEditorProps) {
  const { t } = useTranslation('task')
  const kit = useMemo(extensions, [])
  const editor = useEditor({
    extensions: kit,
    ...contentOf(source),
    autofocus: 'end',
    injectCSS: false,
    editorProps: {
      attributes: { 'aria-label': t('description'), 'aria-multiline': 'true', role: 'textbox' },
      handleDOMEvents: { paste: onPaste, drop: onDrop },
    },
  })
  if (!editor) return null

  const save = () => {
    const text = markdownOf(editor)
    if (text === source.trim()) onCancel()
    else onSave(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
    else return
    event.stopPropagation()
    event.preventDefault()
  }

  return (
    // Keys that hold in the whole editor, which has a role and a name of its own.
    <div className="description-editor" onKeyDownCapture={onKeyDown} role="presentation">
      <FormatBar editor={editor} />
      <EditorContent editor={editor} className="markdown" />
      <div className="description-actions">
        <Button type="primary" size="small" onClick={save}>
          {t('save')}
        </Button>
        <Button size="small" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <span className="quiet">Ctrl+Enter · Esc</span>
      </div>
    </div>
  )
}
