import { useTranslation } from 'react-i18next'

const shapes = {
  green: <circle cx="6" cy="6" r="4.5" />,
  amber: <path d="M6 1 11 10.5H1Z" />,
  red: <rect x="1.5" y="1.5" width="9" height="9" transform="rotate(45 6 6)" />,
} as const

const isHealth = (value: string | null): value is keyof typeof shapes =>
  value !== null && value in shapes

/** The computed health of a project: a shape, a colour and a word, never colour alone. */
export function Health({ value }: { value: string | null }) {
  const { t } = useTranslation('ui')
  if (!isHealth(value)) return <span className="quiet">{t('health.none')}</span>
  return (
    <span className="health" data-health={value}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {shapes[value]}
      </svg>
      {t(`health.${value}`)}
    </span>
  )
}
