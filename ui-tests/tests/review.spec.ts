import { expect, test } from '@jupyterlab/galata';

import { code, commitAll, markdown, notebook, write, type ICell } from '../notebooks';
import { run } from '../pages/journalPanel';
import { ReviewView } from '../pages/reviewView';

const CELLS = [
  markdown('head', '# Digits'),
  code('settings', 'lr = 0.01\nepochs = 10'),
  ...Array.from({ length: 20 }, (_, i) => code(`other-${i}`, `x${i} = ${i}`)),
  markdown('end', 'To be removed.')
];

const TITLE = 'Lower the learning rate';

const STEP: ICell = {
  ...markdown('step', `### Step 1 · ${TITLE}\n\n**Analysis.** The loss stopped jumping.`),
  metadata: {
    journal: {
      version: 1,
      id: '01JD8Y0Z8M3V5R7T9W2X4A6C8E',
      kind: 'step',
      created: '2026-11-20T12:00:00+08:00',
      title: TITLE
    }
  }
};

/** The learning rate lowered, a step inserted, the last cell removed. */
function changed(): ICell[] {
  const [head, , ...others] = CELLS;
  return [head, code('settings', 'lr = 0.001\nepochs = 10'), STEP, ...others.slice(0, -1)];
}

async function open(page: Parameters<Parameters<typeof test>[2]>[0]['page'], path: string): Promise<void> {
  await page.notebook.openByPath(path);
  await page.notebook.activate(path.split('/').at(-1) ?? path);
}

for (const theme of ['Light', 'Dark'] as const) {
  test(`Changes since the last commit are told and drawn, ${theme}`, async ({ page, tmpPath }, testInfo) => {
    const path = `${tmpPath}/digits.ipynb`;
    write(path, notebook(CELLS));
    commitAll(tmpPath);
    write(path, notebook(changed()));
    await page.theme.setTheme(`JupyterLab ${theme}`);
    await open(page, path);
    await run(page, 'journal:review');

    const review = new ReviewView(page);
    await expect(review.title).toHaveText(/^Changes since HEAD \([0-9a-f]{7,}\)/);
    await expect(review.status).toHaveText('Journal entries: 1 added · Cells: 1 added, 1 removed, 1 changed');
    await expect(review.entries).toHaveText([/Lower the learning rate.*added/]);
    await expect(review.cells).toHaveCount(3);
    await expect(review.cells.first()).toContainText('lr = 0.001');
    await expect(review.placeholders).toHaveText(['1 unchanged cell', '20 unchanged cells']);
    await page.screenshot({ path: testInfo.outputPath(`review-${theme.toLowerCase()}.png`) });
  });
}

test('Another state to compare with is chosen in the toolbar', async ({ page, tmpPath }) => {
  const path = `${tmpPath}/digits.ipynb`;
  write(path, notebook(CELLS));
  commitAll(tmpPath);
  write(path, notebook(changed()));
  await open(page, path);
  await page.notebook.setCell(0, 'markdown', '# Digits, not saved yet');
  await run(page, 'journal:review');

  const review = new ReviewView(page);
  await expect(review.cells).toHaveCount(4);
  await review.base.selectOption('Last save');
  await expect(review.cells).toHaveCount(1);
  await expect(review.cells.first()).toContainText('not saved yet');
});

test('Nothing changed is said in words', async ({ page, tmpPath }) => {
  const path = `${tmpPath}/digits.ipynb`;
  write(path, notebook(CELLS));
  commitAll(tmpPath);
  await open(page, path);
  await run(page, 'journal:review');
  const review = new ReviewView(page);
  await expect(review.status).toHaveText(/^Nothing changed since HEAD/);
  await expect(review.cells).toHaveCount(0);
});

test('Without git the view says so and offers the last save', async ({ page, tmpPath }) => {
  const path = `${tmpPath}/digits.ipynb`;
  write(path, notebook(CELLS));
  await open(page, path);
  await page.notebook.setCell(0, 'markdown', '# Digits, not saved yet');
  await run(page, 'journal:review');
  const review = new ReviewView(page);
  await expect(review.error).toContainText('git');
  await review.root.getByRole('button', { name: 'Compare with the last save' }).click();
  await expect(review.base).toHaveValue('saved');
  await expect(review.cells).toHaveCount(1);
});

test('A notebook that was never committed is named as such', async ({ page, tmpPath }) => {
  write(`${tmpPath}/other.ipynb`, notebook([]));
  commitAll(tmpPath);
  write(`${tmpPath}/digits.ipynb`, notebook(CELLS));
  await open(page, `${tmpPath}/digits.ipynb`);
  await run(page, 'journal:review');
  await expect(new ReviewView(page).error).toContainText('digits.ipynb');
});

test('Only the changed cells of a long notebook are drawn', async ({ page, tmpPath }) => {
  const path = `${tmpPath}/long.ipynb`;
  const cells = Array.from({ length: 1000 }, (_, i) => code(`cell-${i}`, `x${i} = ${i}`));
  write(path, notebook(cells));
  commitAll(tmpPath);
  const edit = (cell: ICell, i: number): ICell => (i % 50 === 25 ? code(cell.id, `x${i} = -1`) : cell);
  write(path, notebook(cells.map(edit)));
  await open(page, path);
  await run(page, 'journal:review');
  const review = new ReviewView(page);
  await expect(review.cells).toHaveCount(20);
  await expect(review.placeholders).toHaveCount(21);
});

test('A base that makes no sense is refused', async ({ page, tmpPath }) => {
  const path = `${tmpPath}/digits.ipynb`;
  write(path, notebook(CELLS));
  await open(page, path);
  await run(page, 'journal:review', { base: '--output=/tmp/x' });
  await expect(page.locator('.Toastify__toast').filter({ hasText: 'base: expected' })).toBeVisible();
  await expect(new ReviewView(page).root).toHaveCount(0);
});
