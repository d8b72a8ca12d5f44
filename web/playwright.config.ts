import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** The shell is the same engine without a window's parts; the journeys take a quarter less time. */
const SHELL = '/usr/bin/chromium-headless-shell'
const executablePath = process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : '/usr/bin/chromium')

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** English plays the rooms in which people spend their day; JOURNEYS=all, as at night, every one. */
const DAILY = /(board|day|plan|projects|signIn|work)\.spec\.ts/

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  workers: 2,
  // A machine under load may drop a frame; a test that needs its second try is told as flaky.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: process.env.ZHONGSHU_URL ?? 'http://127.0.0.1:8000',
    launchOptions: { executablePath, args },
    // To record each step costs as much as the steps; the second try of a test that failed is kept.
    trace: 'on-first-retry',
  },
  projects: [
    // What does not depend on the language, marked @once, is played in Chinese only.
    { name: 'zh-CN', use: { locale: 'zh-CN', viewport: { width: 1440, height: 900 } } },
    {
      name: 'en',
      testMatch: process.env.JOURNEYS === 'all' ? undefined : DAILY,
      grepInvert: /@once/,
      use: { locale: 'en-GB', viewport: { width: 1440, height: 900 } },
    },
  ],
})
