import { defineConfig } from '@playwright/test';

import tests from './playwright.config';
import { lab, url, webServer } from './server';

/** The benchmarks of the front end, started by `make bench`. */
export default defineConfig({
  ...tests,
  testDir: 'benchmarks',
  testMatch: '*.bench.ts',
  outputDir: 'test-results/benchmarks',
  timeout: 1_800_000,
  reporter: [['list']],
  use: { ...tests.use, trace: 'off' },
  projects: [{ name: 'lab', use: { baseURL: url(lab) } }],
  webServer: webServer(lab)
});
