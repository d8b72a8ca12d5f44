import type { TFunction } from 'i18next'
import type { RegisterEntry } from './queries'

/** What a table of the database is called. */
export const tableOf = (table: string, t: TFunction<'privacy'>): string =>
  t(`table.${table.replace('.', '_')}`)

const slug = (text: string) => text.replaceAll(' ', '_')

/** What a field of a table is called. */
export const fieldOf = (field: string, t: TFunction<'privacy'>): string =>
  t(`register.fields.${field}`)

/** On which ground something is held. */
export const basisOf = (basis: string, t: TFunction<'privacy'>): string => {
  const [ground = '', purpose] = basis.split(': ')
  const name = t(`register.basis.${slug(ground)}`)
  if (!purpose) return name
  return `${name} · ${t(`register.purposes.${slug(purpose)}`)}`
}

/** Who reads a field: those with one of some permissions, called as in a role, or who else. */
export const readersOf = ({ readers, read_by }: RegisterEntry, t: TFunction<'privacy'>): string =>
  read_by === 'permission'
    ? readers.map((one) => t(`governing:permission.${one}.name`)).join(t('separator'))
    : t(`register.readBy.${read_by}`)

/** For how long a field is kept, in days where a period is set. */
export const keptOf = ({ retention, days }: RegisterEntry, t: TFunction<'privacy'>): string =>
  days === null ? t(`retention.name.${slug(retention)}`) : t('register.days', { count: days })

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
