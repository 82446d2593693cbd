import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jupyterlab/galata';

import { code, notebook, write } from '../notebooks';
import { run } from '../pages/journalPanel';
import { ReviewView } from '../pages/reviewView';

const STATIC = join(__dirname, '..', '..', 'src', 'jupyterlab_journal', 'labextension', 'static');

/** Bytes that may be loaded before the user asks for anything. */
const BUDGET = 120_000;

/** A text that only the code drawing differences contains. */
const DRAWING = 'Notebook metadata changed';

test.use({ autoGoto: false });

test('The page starts with a small bundle; drawing differences is loaded when asked for', async ({
  page,
  tmpPath
}) => {
  write(`${tmpPath}/digits.ipynb`, notebook([code('settings', 'lr = 0.01')]));
  const loaded: string[] = [];
  page.on('response', async response => {
    if (response.url().includes('/lab/extensions/jupyterlab-journal/')) {
      loaded.push(await response.text());
    }
  });
  await page.goto();
  await page.notebook.openByPath(`${tmpPath}/digits.ipynb`);
  await page.notebook.activate('digits.ipynb');

  const bytes = loaded.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(loaded.length).toBeGreaterThan(1);
  expect(loaded.filter(text => text.includes(DRAWING))).toHaveLength(0);

  await run(page, 'notebook:insert-cell-below');
  await run(page, 'journal:review', { base: 'saved' });
  await expect(new ReviewView(page).cells).toHaveCount(1);
  expect(loaded.filter(text => text.includes(DRAWING))).toHaveLength(1);

  test.info().annotations.push({ type: 'bytes loaded at start', description: String(bytes) });
  const development = readdirSync(STATIC).some(name => name.endsWith('.map'));
  test.skip(development, 'A development build is not minified: build with `npm run build:prod` to weigh it.');
  expect(bytes).toBeLessThanOrEqual(BUDGET);
});
