import './palette.css'
import { SearchOutlined } from '@ant-design/icons'
import { Input, Modal } from 'antd'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inPage } from '@/lib/inPage'
import { useIsPhone } from '@/lib/useIsPhone'
import type { Hit } from './hits'
import { PaletteList } from './PaletteList'
import { useSections } from './useSections'

/** Where a key leads among so many lines, round and round. */
function stepped(key: string, active: number, count: number): number | undefined {
  const last = Math.max(count - 1, 0)
  const steps: Record<string, number> = {
    ArrowDown: active >= last ? 0 : active + 1,
    ArrowUp: active <= 0 ? last : active - 1,
    PageDown: Math.min(active + 8, last),
    PageUp: Math.max(active - 8, 0),
  }
  return steps[key]
}

/** Finds projects, tasks, people, pages and commands, by keyboard or by hand. */
export function PaletteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('palette')
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const list = useId()
  const isPhone = useIsPhone()
  const { sections, isAsking } = useSections(text)
  const hits = sections.flatMap((section) => section.hits)
  const active = Math.min(chosen, Math.max(hits.length - 1, 0))

  const open = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    // The dialogue gives the focus back first, so that what opens next can take it.
    setTimeout(hit.run)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const to = stepped(event.key, active, hits.length)
    if (to !== undefined) setChosen(to)
    else if (event.key === 'Enter') open(hits[active])
    else return
    event.preventDefault()
  }

  return (
    <Modal
      open
      getContainer={inPage}
      title={<span className="visually-hidden">{t('title')}</span>}
      onCancel={onClose}
      footer={null}
      width={isPhone ? '100%' : 640}
      closable={isPhone}
      className="palette-dialog"
      destroyOnHidden
    >
      <Input
        autoFocus
        size="large"
        prefix={<SearchOutlined aria-hidden />}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-autocomplete="list"
        aria-controls={list}
        aria-activedescendant={hits[active] ? `${list}-${active}` : undefined}
        aria-label={t('title')}
        placeholder={t('hint')}
        value={text}
        maxLength={100}
        onChange={(event) => {
          setText(event.target.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      <PaletteList
        id={list}
        sections={sections}
        active={active}
        onActive={setChosen}
        onOpen={open}
      />
      <p role="status" className={hits.length > 0 ? 'visually-hidden' : 'palette-nothing quiet'}>
        {hits.length > 0 ? t('count', { count: hits.length }) : t(isAsking ? 'asking' : 'nothing')}
      </p>
      <p className="palette-keys quiet" aria-hidden>
        <kbd>↑</kbd> <kbd>↓</kbd> {t('move')} <kbd>Enter</kbd> {t('open')} <kbd>Esc</kbd>{' '}
        {t('close')}
      </p>
    </Modal>
  )
}
