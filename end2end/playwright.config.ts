import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// `cargo verify` starts the portal and says where it is.
const baseURL = process.env.BASE_URL ?? 'http://127.0.0.1:3000';
const engine = process.env.ENGINE ?? 'sqlite';
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

// What is in the page alone does not depend on the engine behind it: it is tried on one of them.
const ELSEWHERE = engine === 'postgres' ? [/(keyboard|pdf-ua)\.spec\.ts$/] : [];
const LATER = /later\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests',
  outputDir: `test-results/${engine}`,
  reporter: 'list',
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL,
    locale: 'en-US',
    timezoneId: 'America/New_York',
    screenshot: 'only-on-failure',
    // A failure comes with a picture and what the page said; a trace of every step would cost a good part of the run.
    trace: 'off',
    launchOptions: {
      // Elsewhere Playwright's own browser will do.
      executablePath: existsSync(chromium) ? chromium : undefined,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // A journey runs with JavaScript; one tagged @nojs also, or with `@nojs-only` solely, without. Those of
  // `later` play in the same city after all others, on a day of the next plan year.
  projects: [
    { name: 'js', testIgnore: [LATER, ...ELSEWHERE], grepInvert: /@nojs-only/ },
    { name: 'nojs', testIgnore: LATER, grep: /@nojs/, use: { javaScriptEnabled: false } },
    { name: 'later', testMatch: LATER, outputDir: `test-results/${engine}-later` },
  ],
});
