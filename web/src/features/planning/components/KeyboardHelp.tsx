import { Modal } from 'antd'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'

/** Keys of the Plan page by what they do: the names are keys of `keys.*`. */
const GROUPS = {
  moving: [
    ['rows', '↑ ↓'],
    ['cells', '→ ←'],
    ['pages', 'PgUp PgDn'],
    ['ends', 'Home End'],
    ['openClose', '→ ←'],
    ['openAll', '*'],
  ],
  choosing: [
    ['range', 'Shift+↑ ↓'],
    ['toggle', 'Space'],
    ['all', 'Ctrl+A'],
    ['none', 'Esc'],
  ],
  editing: [
    ['edit', 'F2 / Enter'],
    ['nextCell', 'Tab'],
    ['add', 'Insert'],
    ['remove', 'Delete'],
    ['undo', 'Ctrl+Z'],
    ['redo', 'Ctrl+Y'],
    ['copyPaste', 'Ctrl+C Ctrl+V'],
    ['fillDown', 'Ctrl+D'],
  ],
  outline: [
    ['indent', 'Alt+Shift+→'],
    ['outdent', 'Alt+Shift+←'],
    ['move', 'Alt+Shift+↑ ↓'],
    ['link', 'Ctrl+F2'],
    ['unlink', 'Ctrl+Shift+F2'],
  ],
  asking: [
    ['open', 'Ctrl+Enter'],
    ['why', 'Shift+F1'],
    ['menu', 'Shift+F10'],
    ['find', 'Ctrl+F'],
    ['help', '?'],
  ],
} as const

type Group = keyof typeof GROUPS

/** Every key the Plan page knows. */
export function KeyboardHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('planning')
  return (
    <Modal open={isOpen} title={t('keys.title')} footer={null} onCancel={onClose} width={760}>
      <div className="key-map">
        {(Object.keys(GROUPS) as Group[]).map((group) => (
          <section key={group}>
            <h4 className="section-title">{t(`keys.group.${group}`)}</h4>
            <dl>
              {GROUPS[group].map(([name, keys]) => (
                <Fragment key={name}>
                  <dt>
                    <kbd>{keys}</kbd>
                  </dt>
                  <dd>{t(`keys.${name}`)}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="quiet">{t('keys.pointer')}</p>
    </Modal>
  )
}
