import {
  BoldOutlined,
  CodeOutlined,
  FontSizeOutlined,
  ItalicOutlined,
  LinkOutlined,
  MenuUnfoldOutlined,
  OrderedListOutlined,
  StrikethroughOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import { type Editor, useEditorState } from '@tiptap/react'
import { Button, Input, Popover, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isSafe } from '@/ui/markdown/inlines'

type Format = {
  name:
    | 'bold'
    | 'italic'
    | 'strike'
    | 'code'
    | 'heading'
    | 'bulletList'
    | 'orderedList'
    | 'blockquote'
  icon: ReactNode
  toggle: (editor: Editor) => unknown
}

const at = (editor: Editor) => editor.chain().focus()
const FORMATS: readonly Format[] = [
  { name: 'bold', icon: <BoldOutlined />, toggle: (e) => at(e).toggleBold().run() },
  { name: 'italic', icon: <ItalicOutlined />, toggle: (e) => at(e).toggleItalic().run() },
  { name: 'strike', icon: <StrikethroughOutlined />, toggle: (e) => at(e).toggleStrike().run() },
  { name: 'code', icon: <CodeOutlined />, toggle: (e) => at(e).toggleCode().run() },
  {
    name: 'heading',
    icon: <FontSizeOutlined />,
    toggle: (e) => at(e).toggleHeading({ level: 2 }).run(),
  },
  {
    name: 'bulletList',
    icon: <UnorderedListOutlined />,
    toggle: (e) => at(e).toggleBulletList().run(),
  },
  {
    name: 'orderedList',
    icon: <OrderedListOutlined />,
    toggle: (e) => at(e).toggleOrderedList().run(),
  },
  {
    name: 'blockquote',
    icon: <MenuUnfoldOutlined />,
    toggle: (e) => at(e).toggleBlockquote().run(),
  },
]

/** What can be done to the chosen text. */
export function FormatBar({ editor }: { editor: Editor }) {
  const { t } = useTranslation('task')
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) =>
      FORMATS.filter(({ name }) => now.isActive(name)).map(({ name }) => name),
  })

  return (
    <div className="format-bar" role="toolbar" aria-label={t('format.toolbar')}>
      {FORMATS.map(({ name, icon, toggle }) => (
        <Tooltip key={name} title={t(`format.${name}`)}>
          <Button
            type="text"
            size="small"
            aria-label={t(`format.${name}`)}
            aria-pressed={active.includes(name)}
            icon={icon}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => toggle(editor)}
          />
        </Tooltip>
      ))}
      <LinkButton editor={editor} />
    </div>
  )
}

function LinkButton({ editor }: { editor: Editor }) {
  const { t } = useTranslation('task')
  const [address, setAddress] = useState<string | null>(null)
  const isOpen = address !== null
  const isAllowed = isOpen && address.trim() !== '' && isSafe(address.trim())
  const set = () => {
    if (!isAllowed) return
    const href = address.trim()
    const isEmpty = editor.state.selection.empty && !editor.isActive('link')
    if (isEmpty)
      at(editor)
        .insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] })
        .run()
    else at(editor).extendMarkRange('link').setLink({ href }).run()
    setAddress(null)
  }
  const remove = () => {
    at(editor).extendMarkRange('link').unsetLink().run()
    setAddress(null)
  }

  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={(open) =>
        setAddress(open ? (editor.getAttributes('link').href ?? 'https://') : null)
      }
      content={
        <div className="link-form">
          <Input
            aria-label={t('linkAddress')}
            value={address ?? ''}
            status={isAllowed || address === 'https://' ? undefined : 'error'}
            onChange={(event) => setAddress(event.target.value)}
            onPressEnter={set}
          />
          <Button size="small" type="primary" disabled={!isAllowed} onClick={set}>
            {t('linkSet')}
          </Button>
          <Button size="small" onClick={remove}>
            {t('linkRemove')}
          </Button>
        </div>
      }
    >
      <Button type="text" size="small" aria-label={t('format.link')} icon={<LinkOutlined />} />
    </Popover>
  )
}
