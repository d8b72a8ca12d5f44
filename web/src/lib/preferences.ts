import { useSyncExternalStore } from 'react'

export type Language = 'zh-CN' | 'en'
export type Theme = 'light' | 'dark'
export type Preferences = { language: Language; theme: Theme; railIsNarrow: boolean }

const STORED_AS = 'zhongshu.preferences'
const listeners = new Set<() => void>()

const ofBrowser = (): Preferences => ({
  language: navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en',
  theme: globalThis.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  railIsNarrow: false,
})

const stored = (): Partial<Preferences> => {
  try {
    return JSON.parse(localStorage.getItem(STORED_AS) ?? '{}')
  } catch {
    return {}
  }
}

let current: Preferences = { ...ofBrowser(), ...stored() }

export const preferences = (): Preferences => current

/** Keeps the choice in this browser; the account keeps its own copy on the server. */
export function prefer(change: Partial<Preferences>) {
  current = { ...current, ...change }
  localStorage.setItem(STORED_AS, JSON.stringify(current))
  for (const listener of listeners) listener()
}

export function onPreference(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export const usePreferences = (): Preferences => useSyncExternalStore(onPreference, preferences)

export const isLanguage = (value: unknown): value is Language => value === 'zh-CN' || value === 'en'
export const isTheme = (value: unknown): value is Theme => value === 'light' || value === 'dark'
