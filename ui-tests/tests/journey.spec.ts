import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { commitAll, onDisk, read } from '../notebooks';
import type { ICell } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';
import { ReviewView } from '../pages/reviewView';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'digits.ipynb');

interface IJournalMetadata {
  kind: string;
  changes?: { name: string; before: string | null; after: string | null }[];
  metrics?: { name: string; before: number | null; after: number; unit: string }[];
  error?: { type: string; cause: string };
  snapshot?: { same_as?: string; python?: { version: string } };
}

function text(cell: ICell): string {
  return Array.isArray(cell.source) ? cell.source.join('') : cell.source;
}

function journal(cell: ICell): IJournalMetadata | undefined {
  return cell.metadata.journal as IJournalMetadata | undefined;
}

/** Make the cell that contains a text the active one. */
async function select(page: IJupyterLabPageFixture, path: string, part: string): Promise<number> {
  const index = read(path).cells.findIndex(cell => text(cell).includes(part) && !journal(cell));
  expect(index, `a cell with ${part}`).toBeGreaterThanOrEqual(0);
  await page.notebook.selectCells(index);
  return index;
}

/** Insert an entry, save, and return it as it lies in the file. */
async function insert(
  page: IJupyterLabPageFixture,
  path: string,
  command: string,
  args: object = {}
): Promise<ICell> {
  const before = new Set(read(path).cells.map(cell => cell.id));
  await run(page, command, args);
  await page.notebook.save();
  const added = read(path).cells.filter(cell => !before.has(cell.id));
  expect(added).toHaveLength(1);
  return added[0];
}

test('From a goal to a review, on the example experiment', async ({ page, tmpPath }, testInfo) => {
  test.setTimeout(240_000);
  const path = `${tmpPath}/digits.ipynb`;
  await page.contents.createDirectory(tmpPath);
  copyFileSync(EXAMPLE, onDisk(path));
  commitAll(tmpPath);
  const committed = read(path).cells;

  const panel = new JournalPanel(page);
  await test.step('The example opens with its journal', async () => {
    await page.notebook.openByPath(path);
    await page.notebook.activate('digits.ipynb');
    await panel.open();
    await expect(panel.entries).toHaveCount(committed.filter(journal).length);
  });

  await test.step('It runs with a real kernel', async () => {
    // The last code cell of the example fails on purpose; its error is journalled there already.
    await page.notebook.run();
    const facts = panel.root.getByRole('region', { name: 'Facts of the kernel' });
    await expect(facts).toContainText('torch 2.', { timeout: 60_000 });
    await expect(facts).toContainText('seed 42');
    await page.notebook.save();
  });

  await test.step('A goal is inserted and ready to be written', async () => {
    await select(page, path, '## 1. Purpose');
    const goal = await insert(page, path, 'journal:insert-entry', { kind: 'goal' });
    expect(text(goal)).toContain('## Goal');
    await expect(page.locator('.jp-Notebook.jp-mod-editMode')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('The environment is written down from the kernel', async () => {
    await select(page, path, 'torch.__version__, device');
    const environment = await insert(page, path, 'journal:insert-environment');
    expect(text(environment)).toMatch(/\| .*torch.* \| 2\.\d+\.\d+/i);
    expect(text(environment)).toContain('42');
    expect(journal(environment)?.snapshot).toBeDefined();
  });

  await test.step('A debug step compares the learning rates by itself', async () => {
    const index = await select(page, path, 'lr = 0.05');
    await insert(page, path, 'journal:insert-debug-step');
    await page.notebook.selectCells(index);
    await page.notebook.setCell(
      index,
      'code',
      'lr = 3e-2\nmodel, history = train(lr, momentum, batch_size, epochs)'
    );
    await page.notebook.runCell(index, true);
    // Beyond the entry that was inserted a moment ago, so that the comparison starts there.
    await page.notebook.addCell('code', 'lr = 3e-2\nmodel, history = train(lr, momentum, batch_size, epochs)');
    await page.notebook.save();
  });

  await test.step('The files and the views agree', async () => {
    await run(page, 'journal:export', { format: 'html' });
    await expect.poll(() => existsSync(onDisk(`${tmpPath}/digits.html`))).toBe(true);
    expect(readFileSync(onDisk(`${tmpPath}/digits.html`), 'utf-8')).not.toMatch(/<(script|link)[^>]+https?:/);
    const review = new ReviewView(page);
    await run(page, 'journal:review', { base: 'git:HEAD' });
    await expect(review.entries.first()).toBeVisible();
    await page.screenshot({ path: testInfo.outputPath('journey-review.png') });
  });
});
