import { Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Preference, PreferenceChange } from './queries'

const MAILS = ['none', 'at_once', 'daily'] as const

type PreferenceRowProps = {
  preference: Preference
  canMail: boolean
  onChange: (change: Partial<PreferenceChange>) => void
}

/** How the viewer is told of one kind of thing. */
export function PreferenceRow({ preference, canMail, onChange }: PreferenceRowProps) {
  const { t } = useTranslation('notifications')
  const { kind, is_in_app, mail } = preference
  const name = t(`kind.${kind}`)
  return (
    <tr>
      <th scope="row">
        {name}
        <span className="quiet">{t(`kindHint.${kind}`)}</span>
      </th>
      <td>
        <Switch
          checked={is_in_app}
          aria-label={`${name} · ${t('inApp')}`}
          onChange={(checked) => onChange({ is_in_app: checked })}
        />
      </td>
      <td>
        <Select
          className="preference-mail"
          value={mail as (typeof MAILS)[number]}
          disabled={!canMail}
          aria-label={`${name} · ${t('mail')}`}
          options={MAILS.map((value) => ({ value, label: t(`mails.${value}`) }))}
          onChange={(value) => onChange({ mail: value })}
        />
      </td>
    </tr>
  )
}
