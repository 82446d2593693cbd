import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { read, write } from '../notebooks';
import type { ICell } from '../notebooks';
import { run, start } from '../pages/journalPanel';
import { quantile } from './figures';
import { measure, select, settled } from './inLab';
import type { IRound } from './inLab';
import { longNotebook, shortNotebook, TRAIN, TRAIN_ON } from './longNotebook';

const ROUNDS = 30;
const LENGTH = 1000;
/** Most that the 95th percentile may take, in milliseconds. */
const BUDGETS = { idle: 200, busy: 300 } as const;

/** Insert the step that the long notebook is made of. */
async function firstStep(page: IJupyterLabPageFixture, folder: string): Promise<ICell> {
  const path = `${folder}/short.ipynb`;
  write(path, shortNotebook());
  await page.notebook.openByPath(path);
  await page.notebook.activate('short.ipynb');
  await page.notebook.runCell(0, true);
  await run(page, 'journal:insert-debug-step');
  await run(page, 'docmanager:save');
  await page.notebook.close();
  return read(path).cells[1];
}

/** Measure, print the figures, and return the 95th percentile of a step. */
async function report(page: IJupyterLabPageFixture, state: keyof typeof BUDGETS): Promise<number> {
  for (let warmUp = 0; warmUp < 3; warmUp++) {
    await measure(page, TRAIN);
  }
  const rounds: IRound[] = [];
  while (rounds.length < ROUNDS) {
    rounds.push(await measure(page, TRAIN));
  }
  const of = (name: keyof IRound, share: number): number =>
    quantile(
      rounds.map(round => round[name]),
      share
    );
  for (const share of [0.5, 0.95]) {
    const [step, request, active, peer, peerActive] = (
      ['step', 'request', 'active', 'peer', 'peerActive'] as const
    ).map(name => Math.round(of(name, share)));
    console.log(
      `${state} kernel, p${100 * share}: step rendered after ${step} ms (server ${request} ms), active after ` +
        `${active} ms; JupyterLab's own Markdown cell ${peer} ms and ${peerActive} ms: ` +
        `ratios ${(step / peer).toFixed(2)} and ${(active / peerActive).toFixed(2)}`
    );
  }
  return of('step', 0.95);
}

test(`A debug step in a notebook of ${LENGTH} cells`, async ({ page, tmpPath }) => {
  const path = `${tmpPath}/long.ipynb`;
  write(path, longNotebook(await firstStep(page, tmpPath), LENGTH));
  await page.notebook.openByPath(path);
  await page.notebook.activate('long.ipynb');
  await settled(page);
  await select(page, TRAIN);
  await run(page, 'notebook:run-cell');

  const idle = await report(page, 'idle');

  await select(page, TRAIN_ON);
  await start(page, 'notebook:run-cell');
  await expect(page.getByText('| Busy')).toBeVisible();
  const busy = await report(page, 'busy');
  await expect(page.getByText('| Busy')).toBeVisible();
  await run(page, 'notebook:interrupt-kernel');

  expect(idle).toBeLessThanOrEqual(BUDGETS.idle);
  expect(busy).toBeLessThanOrEqual(BUDGETS.busy);
});
