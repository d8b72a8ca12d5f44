import { useSyncExternalStore } from 'react'

export type Language = 'zh-CN' | 'en'
export type Theme = 'light' | 'dark'
/** `system`: light or dark as the device is, and changing with it. */
export type ThemeChoice = Theme | 'system'
export type Density = 'standard' | 'compact'
export type WeekStart = 'monday' | 'sunday'
export type DateStyle = 'iso' | 'local'
/** What the account keeps for every browser, by the names of the wire. */
export type KeptPreferences = {
  density: Density
  /** The room that opens first, by its key. */
  start_page: string
  week_start: WeekStart
  date_style: DateStyle
  /** Whether keys without Ctrl or Alt do anything. */
  has_single_keys: boolean
  tours_seen: string[]
}
export type Preferences = KeptPreferences & {
  language: Language
  theme: ThemeChoice
  railIsNarrow: boolean
}

const STORED_AS = 'zhongshu.preferences'
const listeners = new Set<() => void>()

const ofBrowser = (): Preferences => ({
  language: navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en',
  theme: 'system',
  railIsNarrow: false,
  density: 'standard',
  start_page: 'work',
  week_start: 'monday',
  date_style: 'iso',
  has_single_keys: true,
  tours_seen: [],
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

const darkDevice = () => globalThis.matchMedia('(prefers-color-scheme: dark)')

const onDevice = (changed: () => void) => {
  const media = darkDevice()
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}

/** Light or dark: as chosen, or as the device is. */
export function useTheme(): Theme {
  const { theme } = usePreferences()
  const isDarkDevice = useSyncExternalStore(onDevice, () => darkDevice().matches)
  if (theme !== 'system') return theme
  return isDarkDevice ? 'dark' : 'light'
}

export const isLanguage = (value: unknown): value is Language => value === 'zh-CN' || value === 'en'
export const isTheme = (value: unknown): value is ThemeChoice =>
  value === 'light' || value === 'dark' || value === 'system'
