import type { TFunction } from 'i18next'
import type { RegisterEntry } from './queries'

/** What a table of the database is called. */
export const tableOf = (table: string, t: TFunction<'privacy'>): string =>
  t(`table.${table.replace('.', '_')}`, { defaultValue: table })

/** For how long a field is kept, in days where a period is set. */
export const keptOf = ({ retention, days }: RegisterEntry, t: TFunction<'privacy'>): string =>
  days === null
    ? t(`retention.name.${retention.replaceAll(' ', '_')}`, { defaultValue: retention })
    : t('register.days', { count: days })

/** Which notices in force tell people of a field. */
export const toldOf = (
  { notices }: RegisterEntry,
  t: TFunction<'privacy'>,
  language: string,
): string =>
  notices
    .map(({ title, title_en, number }) =>
      t('register.told', { title: language === 'en' ? title_en : title, number }),
    )
    .join(t('separator')) || t('register.untold')
