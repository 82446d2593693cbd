import { defineConfig } from '@playwright/test';

import tests from './playwright.config';
import { neighbours, url, webServer } from './server';

/** The journal beside other extensions, each in a server of its own; started by `make test`. */
export default defineConfig({
  ...tests,
  testDir: 'neighbours',
  outputDir: 'test-results/neighbours',
  reporter: [['list'], ['json', { outputFile: 'test-results/neighbours.json' }]],
  projects: neighbours.map(server => ({
    name: server.environment.replace('.venv-', ''),
    use: { baseURL: url(server) }
  })),
  webServer: neighbours.map(webServer)
});
