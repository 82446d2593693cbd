import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { markdown, notebook, write } from '../notebooks';
import { run } from '../pages/journalPanel';
import { quantile } from './figures';

const ROUNDS = 30;
const ENTRIES = 1000;
/** Most that the 95th percentile may take, in milliseconds. */
const BUDGET = 100;

/** Time from a command to a side panel being painted, in milliseconds; the panel is then closed. */
async function open(page: IJupyterLabPageFixture, command: string, lines: string): Promise<number> {
  return page.evaluate(
    async ([id, selector]) => {
      const { commands, shell } = (
        window as unknown as {
          jupyterapp: {
            commands: { execute(id: string): Promise<unknown> };
            shell: { collapseRight(): void; collapseLeft(): void };
          };
        }
      ).jupyterapp;
      const frame = (): Promise<void> =>
        new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
      shell.collapseRight();
      shell.collapseLeft();
      await new Promise(resolve => setTimeout(resolve, 200));
      await new Promise(resolve => requestIdleCallback(resolve));
      const begin = performance.now();
      await commands.execute(id);
      while (document.querySelector<HTMLElement>(selector)?.checkVisibility() !== true) {
        await frame();
      }
      await frame();
      return performance.now() - begin;
    },
    [command, lines] as const
  );
}

test(`The panel with ${ENTRIES} entries`, async ({ page, tmpPath }) => {
  const cells = Array.from({ length: ENTRIES }, (_, i) => {
    const id = `01JD${String(i + 1).padStart(22, '0')}`;
    const created = new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString();
    const metrics = [{ name: 'accuracy', before: 90, after: 90 + i / 1000, unit: '%' }];
    const title = `Lower the learning rate ${i}`;
    const journal = { version: 1, id, kind: i % 4 === 3 ? 'note' : 'step', created, title, metrics };
    return { ...markdown(`cell-${i}`, `### Step ${i + 1} · ${title}`), metadata: { journal } };
  });
  write(`${tmpPath}/many.ipynb`, notebook(cells));
  await page.notebook.openByPath(`${tmpPath}/many.ipynb`);
  await page.notebook.activate('many.ipynb');
  await run(page, 'journal:open-panel');
  await expect(page.locator('.jp-JournalTimeline-item')).toHaveCount(ENTRIES);

  const panel: number[] = [];
  const contents: number[] = [];
  while (panel.length < ROUNDS) {
    panel.push(await open(page, 'journal:open-panel', '.jp-JournalTimeline-item'));
    contents.push(await open(page, 'toc:show-panel', '.jp-tocItem'));
  }
  for (const share of [0.5, 0.95]) {
    const [own, peer] = [quantile(panel, share), quantile(contents, share)];
    console.log(
      `p${100 * share}: panel open after ${own.toFixed(0)} ms, JupyterLab's table of contents after ` +
        `${peer.toFixed(0)} ms: ratio ${(own / peer).toFixed(2)}`
    );
  }
  expect(quantile(panel, 0.95)).toBeLessThanOrEqual(BUDGET);
});
