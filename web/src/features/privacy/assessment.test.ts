import { createInstance } from 'i18next'
import { expect, test } from 'vitest'
import { assessmentOf } from './assessment'
import privacy from './locales/en.json'
import type { RegisterEntry } from './queries'

const entry = (field: string, change: Partial<RegisterEntry> = {}): RegisterEntry => ({
  table: 'organisation.person',
  field,
  class: 3,
  basis: 'contract',
  purpose: 'employment',
  retention: 'employment',
  days: 1095,
  readers: ['organisation.view_personal'],
  read_by: 'permission',
  where: ['database'],
  notices: [],
  ...change,
})

test('the form holds what the register tells, and leaves the judgement open', async () => {
  const words = createInstance()
  const governing = { permission: { organisation: { view_personal: { name: 'See it' } } } }
  await words.init({ lng: 'en', resources: { en: { privacy, governing } } })
  const t = words.getFixedT('en', 'privacy')
  const entries = [
    entry('email'),
    entry('joins_on'),
    entry('name', { readers: [], read_by: 'own' }),
    entry('sort_key', { readers: [], read_by: 'nobody' }),
  ]

  const form = assessmentOf(entries, t, new Date('2026-11-26T08:00Z'))

  expect(form).toContain('GDPR Art. 35 · PIPL Art. 55–56')
  expect(form).toContain('Keep until 2029-11-26 at least')
  expect(form).toContain(
    '| Person | E-mail, Joins on | Contract · employment | 1095 days | See it |',
  )
  expect(form).toContain('| Person | Name | Contract · employment | 1095 days | themselves |')
  expect(form).toContain('| nobody (the platform alone) |')
  expect(form.match(/To fill in:/g)).toHaveLength(9)
})
