import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '@/lib/classes'
import type { Passage } from './queries'
import { useFieldWords } from './useFieldWords'

export const LANGUAGES = ['zh-CN', 'en'] as const
type Language = (typeof LANGUAGES)[number]

/** What a policy says of fields, channels and names, in words; of what it does not say, the product's own. */
export function useSaid() {
  const { t } = useTranslation('policy')
  const words = useFieldWords()
  const { data: catalogue } = useSuspenseQuery(fieldsQuery)

  const path = (name: string): string => {
    const [resource = '', field = ''] = name.split('.')
    return `${words.resource(resource)} · ${words.field(resource, field)}`
  }
  const classOf = (name: string, classes: Record<string, number>): string => {
    const [resource, field] = name.split('.')
    const fields = catalogue.resources.find((one) => one.name === resource)?.fields
    const declared = fields?.find((one) => one.name === field)?.declared
    return words.className(classes[name] ?? declared ?? 0)
  }
  const passage = (channel: string, channels: Record<string, Passage>): string => {
    const own = catalogue.channels[channel]?.default
    const { highest, marked_from, proved_from } = channels[channel] ?? own ?? { highest: 0 }
    const from = (part: 'marked_from' | 'proved_from', level: number | null | undefined) =>
      typeof level === 'number' ? [`${t(`channels.${part}`)} ${words.className(level)}`] : []
    return [
      words.className(highest),
      ...from('marked_from', marked_from),
      ...from('proved_from', proved_from),
    ].join(t('draft.comma'))
  }
  const names = (language: Language, all: Record<string, string[]> = {}): string =>
    (all[language] ?? catalogue.schemes.default?.[language] ?? []).join(' · ')
  return { path, classOf, passage, names }
}
