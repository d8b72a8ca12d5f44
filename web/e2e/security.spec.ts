import { createHmac } from 'node:crypto'
import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import {
  askForProof,
  chooseOwnPassword,
  FIRST,
  OWN,
  proofDialog,
  prove,
  typeSignIn,
} from './passwords'
import { unique } from './plans'
import { expect, loginOf, post, read, signInAlone, test } from './session'
import { fill } from './words'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code of an authenticator app for a moment (RFC 6238). */
function codeOf(secret: string, at = Date.now()): string {
  const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
  const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const digest = createHmac('sha1', Buffer.from(bytes)).update(counter).digest()
  const start = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const HALF_A_MINUTE = 30_000
/** Codes count once: the next one is right half a minute early. */
const nextCode = (secret: string) => codeOf(secret, Date.now() + HALF_A_MINUTE)

/** A browser that has a passkey of its own, as a phone or a laptop does. */
async function withAuthenticator(page: Page) {
  const browser = await page.context().newCDPSession(page)
  await browser.send('WebAuthn.enable')
  await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

type Made = { id: string; username: string; password: string }

/** An account of the test's own, with a password that its owner has to change. */
async function newAccount(page: Page): Promise<Made> {
  const username = unique('s').toLowerCase().replace(/\W/g, '_')
  const data = { username, name: username, password: FIRST }
  const { id } = await post<{ id: string }>(page, '/accounts', { data })
  return { id, username, password: FIRST }
}

const BASE = process.env.ZHONGSHU_URL ?? 'http://127.0.0.1:8000'

/** The page for signing in, as somebody who is not signed in. */
async function atSignIn(page: Page) {
  await page.context().clearCookies()
  await page.goto('/sign-in')
}

test('a first password is changed, and an app becomes the second factor', async ({
  page,
  words,
}) => {
  const { security } = words
  const account = await newAccount(page)
  await atSignIn(page)
  await chooseOwnPassword(page, words, account)

  await page.goto('/security')
  await page.getByRole('button', { name: security.app.add }).click()
  const dialog = page.getByRole('dialog', { name: security.app.add })
  const secret = (await dialog.locator('.one-time').innerText()).trim()
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByLabel(security.code.label).fill(codeOf(secret))
  await dialog.getByRole('button', { name: security.app.finish }).click()
  const codes = page.locator('.recovery-codes code')
  await expect(codes).toHaveCount(10)
  const recovery = await codes.first().innerText()
  await page.getByRole('button', { name: security.recovery.kept }).click()
  expect(await faultsOf(page)).toEqual([])

  // Nothing of the page may be on its way when its session is gone.
  await page.goto('/healthz')
  await atSignIn(page)
  await typeSignIn(page, words, { ...account, password: OWN })
  await expect(page.getByRole('heading', { name: words.access.step.second_factor })).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  await page.getByLabel(security.code.label).fill(nextCode(secret))
  await page.getByRole('button', { name: security.second.go }).click()
  await expect(page).toHaveURL(/\/work$/)

  // Nothing of the page may be on its way when its session is gone.
  await page.goto('/healthz')
  await atSignIn(page)
  await typeSignIn(page, words, { ...account, password: OWN })
  await page.getByRole('button', { name: security.second.other.recovery_code }).click()
  await page.getByLabel(security.second.recovery).fill(recovery)
  await page.getByRole('button', { name: security.second.go }).click()
  await expect(page).toHaveURL(/\/work$/)
})

test.describe('under a name', () => {
  // Passkeys belong to names of hosts, and without https to this machine's alone.
  test.use({ baseURL: BASE.replace('127.0.0.1', 'localhost') })

  test('a passkey is made, signs in alone, and is removed', async ({ page, words }) => {
    const { security } = words
    const account = await newAccount(page)
    await withAuthenticator(page)
    await atSignIn(page)
    await chooseOwnPassword(page, words, account)

    await page.goto('/security')
    await page.getByRole('button', { name: security.passkey.add }).click()
    const dialog = page.getByRole('dialog', { name: security.passkey.add })
    await dialog.getByLabel(security.passkey.name).fill('Laptop')
    await dialog.getByRole('button', { name: security.passkey.make }).click()
    await page.getByRole('button', { name: security.recovery.kept }).click()
    const named = fill(security.passkey.named, { name: 'Laptop' })
    await expect(page.getByText(named)).toBeVisible()

    // Nothing of the page may be on its way when its session is gone.
    await page.goto('/healthz')
    await page.context().clearCookies()
    await page.goto('/sign-in?to=/security')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: security.passkey.signIn }).click()
    await expect(page).toHaveURL(/\/security$/)

    await page.getByRole('button', { name: fill(security.removeNamed, { name: named }) }).click()
    await page.getByRole('tooltip').getByRole('button', { name: security.remove }).click()
    await expect(page.getByText(named)).toHaveCount(0)
  })
})

test.describe('a session whose proof is old', () => {
  test.use({ role: null, refusals: [403] })

  test('is asked in place, and the act goes on', async ({ page, words }) => {
    const { governing } = words
    await signInAlone(page, 'administrator')
    const username = unique('p').toLowerCase().replace(/\W/g, '_')
    await askForProof(page, '/accounts')
    const login = await loginOf(page, 'administrator')
    await page.goto('/governance/access')
    await page.getByRole('button', { name: governing.account.new }).click()
    await page.getByLabel(governing.account.name, { exact: true }).fill(username)
    await page.getByLabel(governing.account.username, { exact: true }).fill(username)
    await page.getByRole('button', { name: governing.create }).click()

    await expect(proofDialog(page, words)).toBeVisible()
    expect(await faultsOf(page, '.ant-modal')).toEqual([])
    await prove(page, words, login.password)

    await page.getByLabel(governing.account.find).fill(username)
    await expect(page.getByRole('cell', { name: username }).first()).toBeVisible()
  })
})

test('a role demands a second factor, and nothing else opens before', async ({ page, words }) => {
  const { governing, security } = words
  const account = await newAccount(page)
  const { items: scopes } = await read<{ items: { id: string }[] }>(
    page,
    '/scopes?filter=kind:eq:company',
  )
  const name = unique('角色')
  const role = await post<{ id: string }>(page, '/roles', {
    data: { code: account.username, name, name_en: name, permissions: ['projects.view'] },
  })
  const grant = { user_id: account.id, role_id: role.id, scope_id: scopes[0]?.id }
  await post(page, '/grants', { data: grant })
  await page.goto(`/governance/access?tab=roles&role=${role.id}`)
  const demand = page.getByRole('switch', { name: governing.role.needsFactor })
  await demand.click()
  await expect(demand).toBeChecked()
  expect(await faultsOf(page)).toEqual([])

  await atSignIn(page)
  await typeSignIn(page, words, account)

  await expect(
    page.getByRole('heading', { name: words.access.step.set_up_second_factor }),
  ).toBeVisible()
  await page.goto('/projects')
  await expect(page).toHaveURL(/\/sign-in/)
  const secret = (await page.locator('.one-time').innerText()).trim()
  expect(await faultsOf(page)).toEqual([])
  await page.getByLabel(security.code.label).fill(codeOf(secret))
  await page.getByRole('button', { name: security.app.finish }).click()
  await page.getByRole('button', { name: security.recovery.kept }).click()
  await expect(page.getByRole('heading', { name: words.access.step.new_password })).toBeVisible()
})

test('sessions are listed and ended', async ({ page, words, browser }) => {
  const { security } = words
  const account = await newAccount(page)
  await atSignIn(page)
  await chooseOwnPassword(page, words, account)
  const other = await browser.newContext({ baseURL: new URL(page.url()).origin })
  const elsewhere = await other.newPage()
  await elsewhere.goto('/sign-in')
  await typeSignIn(elsewhere, words, { ...account, password: OWN })
  await expect(elsewhere).toHaveURL(/\/work$/)

  await page.goto('/security')
  const list = page.getByRole('region', { name: security.sessions.title })
  await expect(list.getByRole('listitem')).toHaveCount(2)
  await list.getByRole('button', { name: security.sessions.endOthers }).click()

  await expect(list.getByRole('listitem')).toHaveCount(1)
  await elsewhere.goto('/projects')
  await expect(elsewhere).toHaveURL(/\/sign-in/)
  await other.close()
})

test('how an account signs in is shown to those who manage it', async ({ page, words }) => {
  const { governing, security } = words
  const { username } = await newAccount(page)
  await page.goto(`/governance/access?q=${username}`)
  await page.getByRole('button', { name: fill(governing.actionsOf, { name: username }) }).click()
  await page.getByRole('menuitem', { name: security.admin.open }).click()

  const dialog = page.getByRole('dialog', { name: fill(security.admin.title, { name: username }) })
  await expect(dialog.getByText(security.admin.mustChange)).toBeVisible()
  await expect(dialog.getByText(security.admin.noSessions)).toBeVisible()
  expect(await faultsOf(page, '.ant-modal')).toEqual([])
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true })

  test('nothing of it is wider than the screen', { tag: '@once' }, async ({ page, words }) => {
    await page.goto('/security')
    await expect(page.getByRole('heading', { level: 1, name: words.security.title })).toBeVisible()
    await expect(page.locator('.ant-skeleton')).toHaveCount(0)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBeLessThanOrEqual(0)
    expect(await faultsOf(page)).toEqual([])
  })
})
