import type { Page } from '@playwright/test'
import { answerNotices, expect } from './session'
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
