import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { code, markdown, notebook, read, write } from '../notebooks';
import { run } from '../pages/journalPanel';
import { joined, runCell, save, openAndRun, source } from '../pages/study';

/** Open a notebook with these cells; its first cell is the active one. */
async function open(
  page: IJupyterLabPageFixture,
  folder: string,
  cells: Parameters<typeof notebook>[0]
): Promise<void> {
  write(`${folder}/place.ipynb`, notebook(cells));
  await page.notebook.openByPath(`${folder}/place.ipynb`);
  await page.notebook.activate('place.ipynb');
}

/** Save, and return the first lines of the cells in the file. */
async function firstLines(page: IJupyterLabPageFixture, path: string): Promise<string[]> {
  await page.notebook.save();
  return read(path).cells.map(cell => joined(cell.source).split('\n')[0]);
}

test('Six steps about one cell read forward, and no number ever changes', async ({ page, tmpPath }) => {
  await openAndRun(page, tmpPath, [code('trains', 'lr = 1')]);
  const headings: string[] = [];
  for (let number = 1; number <= 6; number++) {
    await page.notebook.setCell(1, 'code', `lr = ${number + 1}`);
    await runCell(page);
    await run(page, 'journal:insert-debug-step');
    await expect(page.locator('.jp-MarkdownCell')).toHaveCount(number + 1);
    const cells = await save(page, tmpPath);
    const steps = cells.slice(2).map(cell => source(cell).split('\n')[0]);
    expect(steps.slice(0, -1)).toEqual(headings);
    expect(steps.at(-1)).toMatch(new RegExp(`^### Step ${number}\\b`));
    headings.push(steps.at(-1) ?? '');
  }
});

test('An entry uses up the empty cell below, in one undo step', async ({ page, tmpPath }) => {
  await open(page, tmpPath, [code('first', 'x = 1'), code('empty', ''), code('last', 'y = 2')]);
  await page.notebook.selectCells(0);
  await run(page, 'journal:insert-entry', { kind: 'note', fields: { text: 'A thought' } });
  const path = `${tmpPath}/place.ipynb`;
  expect(await firstLines(page, path)).toEqual(['x = 1', 'A thought', 'y = 2']);
  await run(page, 'notebook:undo-cell-action');
  expect(await firstLines(page, path)).toEqual(['x = 1', '', 'y = 2']);
  await run(page, 'notebook:redo-cell-action');
  expect(await firstLines(page, path)).toEqual(['x = 1', 'A thought', 'y = 2']);
});

test('The first goal opens an empty notebook', async ({ page, tmpPath }) => {
  await open(page, tmpPath, [code('one', ''), markdown('two', '')]);
  await page.notebook.selectCells(1);
  await run(page, 'journal:insert-entry', { kind: 'goal' });
  expect(await firstLines(page, `${tmpPath}/place.ipynb`)).toEqual(['## Goal', '']);
});
