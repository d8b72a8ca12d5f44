import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'

export interface MenuItem {
  key: string
  label: string
  /** The keys that do the same, as they are shown. */
  keys?: string
  isDanger?: boolean
  isDisabled?: boolean
  run: () => void
}

interface ActionMenuProps {
  x: number
  y: number
  label: string
  items: readonly MenuItem[]
  onClose: () => void
}

function usePlace(x: number, y: number) {
  const menu = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ left: x, top: y })
  useLayoutEffect(() => {
    const box = menu.current?.getBoundingClientRect()
    if (!box) return
    setPlace({
      left: Math.max(4, Math.min(x, window.innerWidth - box.width - 8)),
      top: Math.max(4, Math.min(y, window.innerHeight - box.height - 8)),
    })
  }, [x, y])
  return { menu, place }
}

/** A context menu: arrows move, Enter does, Escape or a press elsewhere closes. */
export function ActionMenu({ x, y, label, items, onClose }: ActionMenuProps) {
  const { menu, place } = usePlace(x, y)
  useEffect(() => {
    menu.current?.querySelector<HTMLElement>('[role=menuitem]:not([aria-disabled=true])')?.focus()
    const outside = (event: PointerEvent) => {
      if (!menu.current?.contains(event.target as Node)) onClose()
    }
    window.addEventListener('pointerdown', outside, true)
    return () => window.removeEventListener('pointerdown', outside, true)
  }, [menu, onClose])
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    const all = [
      ...(menu.current?.querySelectorAll<HTMLElement>(
        '[role=menuitem]:not([aria-disabled=true])',
      ) ?? []),
    ]
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: -1,
    }
    if (event.key === 'Escape' || event.key === 'Tab') onClose()
    else if (event.key in to) all.at((to[event.key] as number) % all.length)?.focus()
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={menu}
      className="zg-menu"
      role="menu"
      aria-label={label}
      style={place}
      onKeyDown={onKeyDown}
    >
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={item.isDanger ? 'is-danger' : ''}
          aria-disabled={item.isDisabled}
          onClick={() => {
            if (item.isDisabled) return
            onClose()
            item.run()
          }}
        >
          <span>{item.label}</span>
          {item.keys && <kbd>{item.keys}</kbd>}
        </button>
      ))}
    </div>
  )
}
