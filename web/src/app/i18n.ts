import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import i18next, { type BackendModule, type ResourceKey } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { onPreference, preferences } from '@/lib/preferences'
import { startedTexts } from '@/lib/started'

const files = import.meta.glob<{ default: ResourceKey }>('/src/**/locales/*.json')

/** A namespace is named after the folder that holds its `locales`. */
const byNamespace = new Map(
  Object.entries(files).map(([path, load]) => {
    const [language, , namespace] = path.replace('.json', '').split('/').reverse()
    return [`${namespace}/${language}`, load]
  }),
)

const localeFiles: BackendModule = {
  type: 'backend',
  init() {},
  read(language, namespace, done) {
    const load = byNamespace.get(`${namespace}/${language}`)
    if (!load) return done(new Error(`${namespace}/${language}`), null)
    load().then(
      ({ default: texts }) => done(null, texts),
      (error) => done(error, null),
    )
  },
}

const announce = (language: string) => {
  document.documentElement.lang = language
  dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en')
}

/** Starts translation with what the frame and the page opened first need; features load their own. */
export async function startTranslation() {
  i18next.on('languageChanged', announce)
  await i18next
    .use(localeFiles)
    .use(initReactI18next)
    .init({
      lng: preferences().language,
      fallbackLng: false,
      supportedLngs: ['zh-CN', 'en'],
      load: 'currentOnly',
      ns: ['app', 'ui', 'errors', 'outbox', ...startedTexts()],
      defaultNS: 'app',
      interpolation: { escapeValue: false },
    })
  onPreference(() => {
    const { language } = preferences()
    if (language !== i18next.language) void i18next.changeLanguage(language)
  })
}
