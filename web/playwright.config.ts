import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { isWhole } from './e2e/turns'

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

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  // More than cores: a journey that waits for a frame or for somebody else leaves its core idle.
  workers: 3,
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
  // What does not depend on the language, marked @once, is played in Chinese only. The night,
  // JOURNEYS=all, plays everything else in both; a merge leaves out what is marked @night, and
  // plays in English what is marked @both: a journey through each room of people's day.
  projects: [
    {
      name: 'zh-CN',
      grepInvert: isWhole ? undefined : /@night/,
      use: { locale: 'zh-CN', viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'en',
      grep: isWhole ? undefined : /@both/,
      grepInvert: /@once/,
      use: { locale: 'en-GB', viewport: { width: 1440, height: 900 } },
    },
  ],
})
