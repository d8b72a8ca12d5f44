import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { chooseOwnPassword, FIRST } from './passwords'
import { unique } from './plans'
import { expect, post, read, test } from './session'
import { fill, type wordsIn } from './words'

type Words = ReturnType<typeof wordsIn>
type Person = { username: string; password: string }

const PROVIDER = '公司账号'

/** An account whose address is the one that the provider tells of the same name. */
async function newPerson(page: Page): Promise<Person> {
  const username = unique('s').toLowerCase().replace(/\W/g, '_')
  const data = { username, name: username, email: `${username}@example.com`, password: FIRST }
  await post(page, '/accounts', { data })
  return { username, password: FIRST }
}

const signInButton = (page: Page, words: Words) =>
  page.getByRole('button', { name: fill(words.security.sso.sign_in, { name: PROVIDER }) })

/** Signs in at the provider, a page of another origin, and lets it tell us who came. */
async function signInThere(page: Page, username: string) {
  await page.locator('input[name="login"]').fill(username)
  await page.locator('input[name="password"]').fill('anything')
  await page.locator('button[type="submit"]').click()
  await page.locator('input[name="prompt"][value="consent"]').waitFor({ state: 'attached' })
  await page.locator('button[type="submit"]').click()
}

/** Signed in nowhere, neither here nor at the provider. */
async function asNobody(page: Page) {
  // Nothing of the page may be on its way when its session is gone.
  await page.goto('/healthz')
  await page.context().clearCookies()
  await page.goto('/sign-in')
}

test('an identity signs in once its owner has linked it, and can be unlinked', async ({
  page,
  words,
}) => {
  const { security, notifications } = words
  const { providers } = await read<{ providers: unknown[] }>(page, '/session')
  expect(providers, 'scripts/with-server starts a provider by WITH_IDP=1').not.toHaveLength(0)
  // The pages of the provider ask for a font of another host.
  await page.route(/fonts\.(googleapis|gstatic)\.com/, (route) => route.fulfill({ body: '' }))
  const person = await newPerson(page)

  await asNobody(page)
  await signInButton(page, words).click()
  await signInThere(page, person.username)
  // The address of the account is the one that the provider tells: it counts for nothing.
  await expect(page).toHaveURL(/\/sign-in\?refused=sso_unknown$/)
  await expect(page.getByRole('alert')).toContainText(security.refused.sso_unknown)
  expect(await faultsOf(page)).toEqual([])

  await chooseOwnPassword(page, words, person)
  await page.goto('/security')
  const list = page.getByRole('region', { name: security.identities.title })
  await list.getByRole('button', { name: fill(security.sso.link, { name: PROVIDER }) }).click()
  await expect(page).toHaveURL(/\/security$/)
  await expect(list.getByRole('listitem')).toContainText(`${PROVIDER}${person.username}`)
  expect(await faultsOf(page)).toEqual([])

  await asNobody(page)
  await signInButton(page, words).click()
  await signInThere(page, person.username)
  await expect(page).toHaveURL(/\/work$/)
  expect((await read<{ user: { name: string } }>(page, '/session')).user.name).toBe(person.username)

  await page.goto('/security')
  const unlink = fill(security.identities.unlinkNamed, { name: PROVIDER })
  await list.getByRole('button', { name: unlink }).click()
  await page.getByRole('tooltip').getByRole('button', { name: security.identities.unlink }).click()
  await expect(list.getByRole('listitem')).toHaveCount(0)
  await page.goto('/notifications')
  const unlinked = fill(notifications.signIn.what.identity_unlinked, { name: PROVIDER })
  await expect(page.getByText(unlinked)).toBeVisible()
})
