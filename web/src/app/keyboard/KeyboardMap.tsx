import { Modal } from 'antd'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { type KeyGroup, keysOfPage } from '@/lib/pageKeys'
import { usePreferences } from '@/lib/preferences'
import { rooms } from '../rooms'

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

const EVERYWHERE: KeyGroup = {
  title: 'app:keys.everywhere',
  keys: [
    ['app:keys.palette', 'Ctrl+K'],
    ['app:keys.map', '?'],
    ['app:keys.help', 'F1'],
  ],
}

/** `Ctrl+Z` as the keyboard at hand writes it. */
export const written = (keys: string): string =>
  isApple ? keys.replaceAll('Ctrl+', '⌘').replaceAll('Alt+', '⌥').replaceAll('Shift+', '⇧') : keys

/** Every key of the page in view, and those that work everywhere. */
export function KeyboardMap({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app')
  const { has_single_keys } = usePreferences()
  const maps = keysOfPage()
  const jumps = has_single_keys
    ? rooms.map(({ key, jump }) => [`app:room.${key}`, `G ${jump.toUpperCase()}`] as const)
    : []
  return (
    <Modal open title={t('keys.title')} footer={null} onCancel={onClose} width={760}>
      <div className="key-map">
        {maps
          .flatMap(({ groups }) => groups)
          .map((group) => (
            <Group key={group.title} {...group} />
          ))}
        <Group {...EVERYWHERE} />
        {jumps.length > 0 && <Group title="app:keys.jumps" keys={jumps} />}
      </div>
      {maps.map(({ note }) => note && <Note key={note} text={note} />)}
      <p className="quiet">{t(has_single_keys ? 'keys.singleOn' : 'keys.singleOff')}</p>
    </Modal>
  )
}

function Note({ text }: { text: string }) {
  const { i18n } = useTranslation('app')
  return <p className="quiet">{i18n.t(text)}</p>
}

function Group({ title, keys }: KeyGroup) {
  const { i18n } = useTranslation('app')
  return (
    <section>
      <h2 className="section-title">{i18n.t(title)}</h2>
      <dl>
        {keys.map(([words, key]) => (
          <Fragment key={words}>
            <dt>
              <kbd>{written(key)}</kbd>
            </dt>
            <dd>{i18n.t(words)}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}
