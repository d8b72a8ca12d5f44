import { App, ConfigProvider } from 'antd'
import type { Locale } from 'antd/es/locale'
import { type ReactNode, use, useLayoutEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type Language, useTheme } from '@/lib/preferences'
import { useMatches } from '@/lib/useMatches'
import { themeOf } from './theme'

const loaders: Record<Language, () => Promise<{ default: Locale }>> = {
  'zh-CN': () => import('antd/es/locale/zh_CN'),
  en: () => import('antd/es/locale/en_US'),
}
const loaded = new Map<Language, Promise<Locale>>()

const localeOf = (language: Language): Promise<Locale> => {
  const known = loaded.get(language) ?? loaders[language]().then((module) => module.default)
  loaded.set(language, known)
  return known
}

/** The nonce of this response; styles that antd adds at run time carry it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce

/** Language, light or dark, and the tokens of antd for everything below. */
export function Appearance({ children }: { children: ReactNode }) {
  const theme = useTheme()
  const isStill = useMatches('(prefers-reduced-motion: reduce)')
  const { i18n } = useTranslation('app')
  const locale = use(localeOf(i18n.language as Language))

  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme
    document.documentElement.style.colorScheme = theme
  }, [theme])

  return (
    <ConfigProvider
      locale={locale}
      theme={themeOf(theme, isStill)}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
    >
      <App message={{ maxCount: 3 }}>{children}</App>
    </ConfigProvider>
  )
}
