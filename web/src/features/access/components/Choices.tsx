import './preferences.css'
import { Button, Segmented, Select, Switch } from 'antd'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type Preferences, usePreferences } from '@/lib/preferences'
import { openShell } from '@/lib/shellEvents'
import { useSavePreferences } from '../queries'

type Choosable = Omit<Preferences, 'railIsNarrow' | 'tours_seen' | 'start_page' | 'has_single_keys'>
type Option = { value: string; label: string }

const CHOICES: { [Name in keyof Choosable]: readonly Choosable[Name][] } = {
  language: ['zh-CN', 'en'],
  theme: ['light', 'dark', 'system'],
  density: ['standard', 'compact'],
  date_style: ['iso', 'local'],
  week_start: ['monday', 'sunday'],
}

type RowProps = { name: string; children: (label: string) => ReactNode }

/** A choice with its name, and what it does in one line. */
function Row({ name, children }: RowProps) {
  const { t } = useTranslation('access')
  const id = useId()
  return (
    <div className="choice-row">
      <div className="choice-words">
        <span id={id}>{t(`choice.${name}.label`)}</span>
        <span className="quiet">{t(`choice.${name}.hint`)}</span>
      </div>
      {children(id)}
    </div>
  )
}

/** Every choice takes effect at once and is kept with the account. */
export function Choices({ startPages }: { startPages: Option[] }) {
  const { t } = useTranslation('access')
  const chosen = usePreferences()
  const save = useSavePreferences()

  return (
    <section className="section" aria-label={t('choices')}>
      <h2 className="section-title">{t('choices')}</h2>
      {(Object.keys(CHOICES) as (keyof Choosable)[]).map((name) => (
        <Row key={name} name={name}>
          {(label) => (
            <Segmented
              aria-labelledby={label}
              value={chosen[name]}
              onChange={(value) => save({ [name]: value })}
              options={CHOICES[name].map((value) => ({
                value,
                label: t(`choice.${name}.${value}`),
              }))}
            />
          )}
        </Row>
      ))}
      <Row name="start_page">
        {(label) => (
          <Select
            aria-labelledby={label}
            className="choice-select"
            value={
              startPages.some(({ value }) => value === chosen.start_page)
                ? chosen.start_page
                : startPages[0]?.value
            }
            options={startPages}
            onChange={(start_page) => save({ start_page })}
          />
        )}
      </Row>
      <Row name="has_single_keys">
        {(label) => (
          <Switch
            aria-labelledby={label}
            checked={chosen.has_single_keys}
            onChange={(has_single_keys) => save({ has_single_keys })}
          />
        )}
      </Row>
      <Row name="tour">
        {() => <Button onClick={() => openShell('tour')}>{t('startTour')}</Button>}
      </Row>
    </section>
  )
}
