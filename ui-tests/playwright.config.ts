import { defineConfig } from '@playwright/test';

import { browser, lab, notebook7, url, webServer } from './server';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Kernels and two servers share the machine with the browser: one test at a time keeps timings honest.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    // Recording needs ffmpeg, which a system Chromium does not bring.
    video: 'off',
    launchOptions: {
      executablePath: browser(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  projects: [
    { name: 'lab', testIgnore: 'notebook7.spec.ts', use: { baseURL: url(lab) } },
    { name: 'notebook7', testMatch: 'notebook7.spec.ts', use: { baseURL: url(notebook7) } }
  ],
  webServer: [webServer(lab), webServer(notebook7)]
});
