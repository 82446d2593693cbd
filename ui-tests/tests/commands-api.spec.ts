import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { code, notebook, read, write } from '../notebooks';
import type { ICell } from '../notebooks';
import { call } from '../pages/journalPanel';
import { ReviewView } from '../pages/reviewView';

const FRONT = 'front.ipynb';
const BACK = 'back.ipynb';

/** What an insert command returns. */
interface IInserted {
  entry: string;
  cell: string | null;
  kind: string;
  changes: { name: string; before: string | null; after: string | null }[];
  metrics: { name: string; after: number }[];
  warnings: { code: string; message: string }[];
}

const insert = (page: IJupyterLabPageFixture, command: string, args: object): Promise<IInserted> =>
  call<IInserted>(page, command, args);

/** Save a notebook that is not in front, and return its cells from the file. */
async function saved(page: IJupyterLabPageFixture, path: string): Promise<ICell[]> {
  await page.evaluate(async name => {
    interface IPanel {
      context?: { path: string; save(): Promise<void> };
    }
    const { shell } = (window as unknown as { jupyterapp: { shell: { widgets(): Iterable<IPanel> } } })
      .jupyterapp;
    const panel = [...shell.widgets()].find(({ context }) => context?.path === name);
    await panel?.context?.save();
  }, path);
  return read(path).cells;
}

test.describe('A program', () => {
  test.beforeEach(async ({ page, tmpPath }) => {
    write(
      `${tmpPath}/${BACK}`,
      notebook([code('first', 'x = 1\nprint("loss=0.5")'), code('second', 'y = 2')])
    );
    write(`${tmpPath}/${FRONT}`, notebook([code('only', 'z = 3')]));
    for (const name of [BACK, FRONT]) {
      await page.notebook.openByPath(`${tmpPath}/${name}`);
      await page.notebook.activate(name);
      await page.notebook.run();
    }
  });

  test('acts on the cell it names in a notebook that is not in front, and disturbs nobody', async ({
    page,
    tmpPath
  }) => {
    await page.notebook.enterCellEditingMode(0);
    const back = `${tmpPath}/${BACK}`;
    const words = 'By a program';
    const fields = { title: words, next: 'Try **more**.' };
    const made = await insert(page, 'journal:insert-debug-step', { notebook: back, cell: 'first', fields });
    expect(made).toMatchObject({ kind: 'step', warnings: [] });
    const cells = await saved(page, back);
    expect(cells.map(({ id }) => id)).toEqual(['first', made.cell, 'second']);
    expect(cells[1].metadata.journal).toMatchObject({ id: made.entry, source: { cell_id: 'first' } });
    const text = [cells[1].source].flat().join('');
    expect(text).toMatch(/^### Step 1 · By a program\n/);
    expect(text).toContain('Try **more**.');
    // The tab in front, its active cell and the cursor are where they were.
    expect(await page.notebook.isActive(FRONT)).toBe(true);
    await page.keyboard.type('w = 4; ');
    expect(await page.notebook.getCellTextInput(0)).toContain('w = 4;');
    expect(await page.notebook.getCellCount()).toBeLessThanOrEqual(2);
  });

  test('is told what the entry records', async ({ page, tmpPath }) => {
    const front = `${tmpPath}/${FRONT}`;
    await insert(page, 'journal:insert-debug-step', { notebook: front, cell: 'only', key: 'one' });
    await page.notebook.setCell(0, 'code', 'z = 4\nprint("accuracy=0.75")');
    await page.notebook.runCell(0, true);
    const made = await insert(page, 'journal:insert-debug-step', {
      notebook: front,
      cell: 'only',
      key: 'two'
    });
    expect(made.changes.filter(({ name }) => name === 'z')).toMatchObject([{ before: '3', after: '4' }]);
    expect(made.metrics).toMatchObject([{ name: 'accuracy', after: 0.75 }]);
  });

  test('names a template instead of a kind', async ({ page, tmpPath }) => {
    const args = { notebook: `${tmpPath}/${BACK}`, cell: 'second', template: 'hypothesis' };
    const made = await insert(page, 'journal:insert-entry', args);
    expect(made.kind).toBe('hypothesis');
    const cells = await saved(page, `${tmpPath}/${BACK}`);
    expect([cells[2].source].flat().join('')).toMatch(/^### Hypothesis 1\n/);
    const other = { ...args, kind: 'step', template: 'poem' };
    await expect(insert(page, 'journal:insert-entry', other)).rejects.toThrow(/no such template/);
  });

  test.describe('learns by a rejected promise', () => {
    for (const [what, args, message] of [
      ['of a notebook that is not open', { notebook: 'gone.ipynb' }, /gone\.ipynb is not open/],
      ['of a cell that is not there', { cell: 'gone' }, /no cell gone/],
      [
        'of a field that the entry has not',
        { fields: { poem: 'x' } },
        /no field 'poem'.*Its fields are title/s
      ]
    ] as const) {
      test(what, async ({ page }) => {
        await expect(insert(page, 'journal:insert-debug-step', args)).rejects.toThrow(message);
        await expect(page.locator('.Toastify__toast')).toHaveCount(0);
      });
    }
  });

  test('gets the file of an export and the summary of a review', async ({ page, tmpPath }) => {
    const exported = await call(page, 'journal:export', { format: 'markdown' });
    expect(exported).toEqual({ path: `${tmpPath}/front.md`, lost: [] });
    const review = await call<{ cells: object }>(page, 'journal:review', { base: 'saved' });
    expect(review).toMatchObject({ cells: { added: 0, removed: 0 } });
  });

  test('exports and reviews a notebook that is not in front, and disturbs nobody', async ({
    page,
    tmpPath
  }) => {
    const back = `${tmpPath}/${BACK}`;
    const exported = await call(page, 'journal:export', { notebook: back, format: 'markdown' });
    expect(exported).toEqual({ path: `${tmpPath}/back.md`, lost: [] });
    await insert(page, 'journal:insert-entry', {
      kind: 'note',
      notebook: back,
      cell: 'first',
      key: 'a note'
    });
    const review = await call<{ cells: object }>(page, 'journal:review', { notebook: back, base: 'saved' });
    expect(review).toMatchObject({ cells: { added: 1, removed: 0 } });
    expect(await page.notebook.isActive(FRONT)).toBe(true);
    await expect(page.getByRole('tab', { name: `Review: ${BACK}` })).toHaveAttribute(
      'aria-selected',
      'false'
    );
    // Whoever goes there sees it.
    await page.getByRole('tab', { name: `Review: ${BACK}` }).click();
    await expect(new ReviewView(page).entries).toHaveCount(1);
  });

  for (const command of ['journal:export', 'journal:review']) {
    test(`learns by a rejected promise that ${command} cannot be done`, async ({ page, tmpPath }) => {
      await expect(call(page, command, { notebook: 'gone.ipynb' })).rejects.toThrow(
        /gone\.ipynb is not open/
      );
      const wrong = { notebook: `${tmpPath}/${BACK}`, format: 'pdf', base: 'HEAD' };
      await expect(call(page, command, wrong)).rejects.toThrow(/back\.ipynb .*(format|base): expected/);
      await expect(page.locator('.Toastify__toast')).toHaveCount(0);
    });
  }

  test('calls in every page at once, with one key: one entry', async ({ page, tmpPath, context }) => {
    const second = (await context.newPage()) as unknown as IJupyterLabPageFixture;
    await second.goto(`${new URL(page.url()).origin}/lab/tree/${tmpPath}/${FRONT}?reset`);
    await second.locator('.jp-CodeCell').first().waitFor();
    const args = { notebook: `${tmpPath}/${FRONT}`, cell: 'only', key: 'one call' };
    const made = await Promise.all(
      [page, second].map(each => insert(each, 'journal:insert-debug-step', args))
    );
    expect(new Set(made.map(({ entry }) => entry)).size).toBe(1);
    expect(made.filter(({ cell }) => cell !== null)).toHaveLength(1);
    const counts = await Promise.all([page, second].map(each => each.locator('.jp-MarkdownCell').count()));
    expect(counts.sort()).toEqual([0, 1]);
    await second.close();
  });
});
