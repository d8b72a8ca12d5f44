import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { openShell } from '@/lib/shellEvents'
import { DOCS } from './docs'
import { HelpSign } from './HelpSign'
import { SIGNS, type Topic, WAYS } from './topics'

/** What a page is for, what its marks mean, and how the three commonest things are done. */
export function HelpContent({ topic }: { topic: Topic }) {
  const { t } = useTranslation('help')
  const signs = SIGNS[topic]

  return (
    <div className="help-content">
      <p className="help-purpose">{t(`topic.${topic}.purpose`)}</p>
      <section>
        <h3 className="section-title">{t('ways')}</h3>
        <ol className="help-ways">
          {WAYS.map((way) => (
            <li key={way}>
              <b>{t(`topic.${topic}.${way}.what`)}</b>
              <span>{t(`topic.${topic}.${way}.how`)}</span>
            </li>
          ))}
        </ol>
      </section>
      {signs.length > 0 && (
        <section>
          <h3 className="section-title">{t('signs')}</h3>
          <ul className="help-signs">
            {signs.map((sign) => (
              <li key={sign}>
                <HelpSign sign={sign} />
                <span>{t(`sign.${sign}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Docs topic={topic} />
      <section>
        <h3 className="section-title">{t('more')}</h3>
        <div className="help-more">
          <Button type="link" onClick={() => openShell('keys')}>
            {t('keys')}
          </Button>
          <Button type="link" onClick={() => openShell('palette')}>
            {t('palette')}
          </Button>
          <Button type="link" onClick={() => openShell('tour')}>
            {t('tour')}
          </Button>
        </div>
      </section>
    </div>
  )
}

/** What can be read about the page at length. */
function Docs({ topic }: { topic: Topic }) {
  const { t } = useTranslation('help')
  const names = DOCS[topic] ?? []
  if (names.length === 0) return null
  return (
    <section>
      <h3 className="section-title">{t('docs')}</h3>
      <ul className="help-docs">
        {names.map((name) => (
          <li key={name}>
            <Link to="/help/$name" params={{ name }}>
              {t(`doc.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
