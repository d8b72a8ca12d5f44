import { execFileSync } from 'node:child_process'
import type { Browser, Page } from '@playwright/test'
import { unique } from './plans'
import { answerNotices, expect, post } from './session'
import type { wordsIn } from './words'

type Words = ReturnType<typeof wordsIn>
type Login = { username: string; password: string }

/** What an account is made with, and has to change. */
export const FIRST = 'seven green lanterns'
/** What its owner changes it to. */
export const OWN = 'quiet river stones 7'

/** Signs in by hand on the page for it. */
export async function typeSignIn(page: Page, words: Words, { username, password }: Login) {
  await page.getByLabel(words.access.username).fill(username)
  await page.getByLabel(words.access.password, { exact: true }).fill(password)
  await page.getByRole('button', { name: words.access.signIn, exact: true }).click()
}

/** The first sign-in, at which the first password is changed and the notices are answered. */
export async function chooseOwnPassword(page: Page, words: Words, login: Login) {
  const { newPassword, step } = words.access
  await typeSignIn(page, words, login)
  await expect(page.getByRole('heading', { name: step.new_password })).toBeVisible()
  await page.getByLabel(newPassword.present).fill(login.password)
  await page.getByLabel(newPassword.wanted, { exact: true }).fill(OWN)
  await page.getByLabel(newPassword.again).fill(OWN)
  await page.getByRole('button', { name: newPassword.change }).click()
  await expect(page).toHaveURL(/\/work$/)
  await answerNotices(page)
}

/** A second administrator, made on the server as the documentation says. */
export async function anotherAdmin(browser: Browser, baseURL: string | undefined) {
  const username = unique('second').toLowerCase().replace(/\W/g, '_')
  execFileSync('zhongshu', ['create-admin', username], { input: `${OWN}\n` })
  const context = await browser.newContext({ baseURL, serviceWorkers: 'block' })
  const page = await context.newPage()
  await post(page, '/session', { data: { username, password: OWN } })
  return page
}

/** Lets a session seem old: its next write to an address is answered by asking for a proof. */
export async function askForProof(page: Page, address: string) {
  let isOld = true
  await page.route(`**/api/v1${address}`, async (route) => {
    if (!isOld || route.request().method() !== 'POST') return route.fallback()
    isOld = false
    const json = { code: 'access.proof_needed', status: 403, minutes: 10 }
    return route.fulfill({ status: 403, json })
  })
}

/** The dialog that asks who is signed in for a proof. */
export const proofDialog = (page: Page, { security }: Words) =>
  page.getByRole('dialog', { name: security.proof.title })

/** Proves by the password who is signed in. */
export async function prove(page: Page, words: Words, password: string) {
  const dialog = proofDialog(page, words)
  await dialog.getByLabel(words.security.proof.password).fill(password)
  await dialog.getByRole('button', { name: words.security.proof.go }).click()
  await expect(dialog).toHaveCount(0)
}
