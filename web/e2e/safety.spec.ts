import type { Page } from '@playwright/test'
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { makeProject, ownPlan, unique } from './plans'
import { collectFaults, expect, signIn, test } from './session'

const HOSTILE = '<img src=x onerror="window.ran=true"><script>window.ran=true</script>'
const escaped = HOSTILE.replaceAll('<', '&lt;').replaceAll('>', '&gt;')

test('SEC-05 the policy of a page leaves nothing to find', { tag: '@once' }, async ({ page }) => {
  const answer = await page.goto('/projects')
  const policy = answer?.headers()['content-security-policy'] ?? ''

  const findings = new CspEvaluator(new CspParser(policy).csp).evaluate()

  expect(policy).toContain('script-src')
  expect(findings).toEqual([])
})

test.describe('SEC-06 what people bring in', () => {
  // A page of the application that loads one of its files complains, as it should.
  test.use({ role: null })
  const hasRun = (page: Page) => page.evaluate(() => 'ran' in window)

  test('never runs, as a page, a frame or a script', { tag: '@once' }, async ({
    page,
    context,
  }) => {
    await signIn(page, 'administrator')
    const id = await makeProject(page, ownPlan(escaped), unique(HOSTILE))

    for (const format of ['mspdi', 'xlsx', 'ical']) {
      const address = `/api/v1/projects/${id}/export?format=${format}`
      const top = await context.newPage()
      const download = top.waitForEvent('download')
      await top.goto(address).catch(() => null)
      expect((await download).suggestedFilename()).toMatch(/\.(xml|xlsx|ics)$/)

      await top.goto('/sign-in')
      const outcomes = await top.evaluate(async (source) => {
        const loaded = (tag: 'script' | 'iframe') =>
          new Promise<string>((resolve) => {
            const made = document.createElement(tag)
            made.onload = () => resolve('loaded')
            made.onerror = () => resolve('refused')
            try {
              made.src = source
            } catch {
              resolve('refused')
            }
            document.body.append(made)
            setTimeout(() => resolve('nothing'), 2000)
          })
        return [await loaded('script'), (await loaded('iframe')) && 'tried']
      }, address)
      expect(outcomes).toEqual(['refused', 'tried'])
      expect(await hasRun(top)).toBe(false)
      await top.close()
    }
  })

  test('is shown as the text that it is', { tag: '@once' }, async ({ page }) => {
    const faults: string[] = []
    collectFaults(page, faults, [])
    await signIn(page, 'administrator')
    const id = await makeProject(page, ownPlan(escaped), unique(HOSTILE))

    for (const address of [`/projects/${id}/overview`, `/projects/${id}/plan`]) {
      await page.goto(address)
      await expect(page.getByText(HOSTILE, { exact: false }).first()).toBeVisible()
      expect(await hasRun(page)).toBe(false)
    }
    expect(faults).toEqual([])
  })
})
