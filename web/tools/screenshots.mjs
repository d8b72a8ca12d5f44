// Makes the pictures of docs/images on a server of the demo company: `scripts/screenshots` runs it.
//
// node screenshots.mjs zh|en [page…]: every page in one language, light and dark, wide and phone.
// WIDTHS=2560,3840 takes wider ones instead, PICTURES names another folder for them.
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { pagesOf } from './picturePages.mjs'
import { NOW, previewedFile, read, shownProject, signIn } from './picturePlan.mjs'
import { pixelsOf, smallPng } from './picturePng.mjs'

const IMAGES = process.env.PICTURES ?? resolve(import.meta.dirname, '../../docs/images')
const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 1.5,
  hasTouch: true,
  isMobile: true,
}
const wider = (process.env.WIDTHS ?? '').split(',').filter(Boolean)
const SIZES =
  wider.length > 0
    ? wider.map((width) => [
        `-${width}`,
        { viewport: { width: Number(width), height: Math.round((Number(width) * 9) / 16) } },
      ])
    : [
        ['', { viewport: { width: 1440, height: 900 } }],
        ['-phone', PHONE],
      ]
const ROLES = ['administrator', 'project_manager', 'pmo', 'member', 'auditor']
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const [language, ...chosen] = [process.argv[2] === 'en' ? 'en' : 'zh', ...process.argv.slice(3)]
const locale = language === 'en' ? 'en' : 'zh-CN'
const baseURL = process.env.ZHONGSHU_URL ?? 'http://127.0.0.1:8000'

/** The time of day at which the demo was built would differ from run to run. */
async function atRest(page) {
  await page.route('**/history*', async (route) => {
    const response = await route.fetch()
    const body = await response.json()
    for (const item of body.items) item.at = `${NOW}:00+08:00`
    await route.fulfill({ response, json: body })
  })
}

async function settle(page) {
  await page.waitForFunction(
    () => document.querySelector('.ant-skeleton, .ant-spin-spinning') === null,
  )
  await page.evaluate(() => document.fonts.ready)
  await page.evaluate(() => new Promise((done) => setTimeout(done, 400)))
}

async function take(page, { address, act }, name, other) {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await settle(page)
  if (act) {
    await act(page, other)
    await settle(page)
  }
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  writeFileSync(join(IMAGES, `${name}.png`), smallPng(await pixelsOf(other, png)))
  process.stdout.write(`${name}.png\n`)
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: ARGS,
})

/** A browser of somebody of the demo, with the look of the pictures. */
async function contextOf(role, theme, size) {
  const context = await browser.newContext({
    baseURL,
    locale,
    timezoneId: 'Asia/Shanghai',
    colorScheme: theme,
    reducedMotion: 'reduce',
    ...size,
  })
  if (role) await context.addCookies(cookies[role])
  await context.addInitScript(
    (kept) => localStorage.setItem('zhongshu.preferences', JSON.stringify(kept)),
    { language: locale, theme, railIsNarrow: false },
  )
  return context
}

const cookies = {}
for (const role of ROLES) {
  const page = await browser.newPage({ baseURL })
  await signIn(page, role)
  cookies[role] = (await page.context().storageState()).cookies
  await page.context().close()
}

const other = await (await contextOf('administrator', 'light', SIZES[0][1])).newPage()
const id = await shownProject(other, language)
const { key } = await read(other, `/projects/${id}`)
const preview = await previewedFile(other)
const pages = (await pagesOf(other, { id, key, preview })).filter(
  ({ name }) => chosen.length === 0 || chosen.includes(name),
)

/** Takes pages as one sees them with a theme and a size. */
async function takeAll(some, theme, [suffix, size]) {
  const contexts = new Map()
  for (const one of some) {
    const who = one.who === undefined ? 'administrator' : one.who
    if (!contexts.has(who)) contexts.set(who, await contextOf(who, theme, size))
    const page = await contexts.get(who).newPage()
    await atRest(page)
    await take(page, one, `${one.name}-${language}-${theme}${suffix}`, other)
    await page.close()
  }
  for (const context of contexts.values()) await context.close()
}

const THEMES = ['light', 'dark']
const quiet = pages.filter(({ changesPlan }) => !changesPlan)
for (const theme of THEMES) {
  for (const size of SIZES) await takeAll(quiet, theme, size)
}
// What changes the plan is taken when nothing else is, and needs the grid of a wide screen.
const loud = pages.filter(({ changesPlan }) => changesPlan)
for (const theme of THEMES) await takeAll(loud, theme, SIZES[0])
await browser.close()
