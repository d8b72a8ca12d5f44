import { expect, test } from 'vitest'
import { themeOf } from './theme'

test.each(['light', 'dark'] as const)(
  'nothing moves in %s where the device asks for stillness',
  (theme) => {
    expect(themeOf(theme, true).token?.motion).toBe(false)
    expect(themeOf(theme, false).token?.motion).toBe(true)
  },
)
