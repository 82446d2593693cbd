import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

import type { PlaywrightTestConfig } from '@playwright/test';

type Server = Exclude<PlaywrightTestConfig['webServer'], unknown[] | undefined>;

/** A server that Playwright starts: `jupyter lab` or `jupyter notebook`. */
export interface ITestServer {
  readonly app: 'lab' | 'notebook';
  readonly port: number;
  /** Name of the virtual environment at the top of the repository; by default the one for development. */
  readonly environment?: string;
}

const port = Number(process.env.JOURNAL_UI_PORT ?? '9871');

export const lab: ITestServer = { app: 'lab', port };
export const notebook7: ITestServer = { app: 'notebook', port: port + 1 };

/** JupyterLab beside extensions that keep documents, or run cells, on the server; one environment each. */
export const neighbours: readonly Required<ITestServer>[] = [
  '.venv-documents',
  '.venv-collaboration',
  '.venv-collaboration4'
].map((environment, index) => ({ app: 'lab', port: port + 2 + index, environment }));

/**
 * The folder both servers serve. Set once by the main process and inherited by
 * its workers, so that tests can prepare git repositories and read saved files.
 */
export const rootDir = (process.env.JUPYTERLAB_GALATA_ROOT_DIR ??= mkdtempSync(
  join(tmpdir(), 'journal-ui-')
));

/** Address of a server. */
export function url(server: ITestServer): string {
  return `http://127.0.0.1:${server.port}`;
}

/** Playwright's description of a server: its own settings, nothing of the user's. */
export function webServer(server: ITestServer): Server {
  const { environment = '.venv' } = server;
  const state = join(rootDir, '.jupyter-state', `${server.app}${environment}`);
  return {
    command: `jupyter ${server.app} --config jupyter_server_test_config.py --ServerApp.ip=127.0.0.1 --log-level=ERROR`,
    url: `${url(server)}/api`,
    timeout: 120_000,
    reuseExistingServer: false,
    cwd: __dirname,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
    env: {
      ...(process.env as Record<string, string>),
      PATH: `${join(__dirname, '..', environment, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
      JOURNAL_UI_PORT: String(server.port),
      JUPYTER_CONFIG_DIR: join(state, 'config'),
      JUPYTER_DATA_DIR: join(state, 'data'),
      JUPYTERLAB_SETTINGS_DIR: join(state, 'settings'),
      JUPYTERLAB_WORKSPACES_DIR: join(state, 'workspaces')
    }
  };
}

/** The browser: named by `CHROMIUM`, else the one the system has. */
export function browser(): string {
  const names = [process.env.CHROMIUM ?? '', 'chromium', 'chromium-browser', 'google-chrome'];
  const folders = ['', ...(process.env.PATH ?? '').split(delimiter)];
  const candidates = names
    .filter(name => name !== '')
    .flatMap(name => folders.map(folder => join(folder, name)))
    .concat('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
  const found = candidates.find(candidate => isAbsolute(candidate) && existsSync(candidate));
  if (found === undefined) {
    throw new Error('No Chromium found: run install-chromium.sh, or set CHROMIUM to its path.');
  }
  return found;
}
