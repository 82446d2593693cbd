import { expect, test } from '@playwright/test';

import { code, markdown, notebook, read, write } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';
import { ReviewView } from '../pages/reviewView';

const PATH = 'notebook7/digits.ipynb';

test.beforeEach(async ({ page }) => {
  write(PATH, notebook([markdown('head', '# Digits'), code('settings', 'lr = 0.01')]));
  await page.goto(`notebooks/${PATH}`);
  await expect(page.getByRole('heading', { name: 'Digits' })).toBeVisible();
  await page.waitForFunction(() => 'jupyterapp' in window);
});

test('Every command is there', async ({ page }) => {
  const known = await page.evaluate(() => {
    const { jupyterapp } = window as unknown as { jupyterapp: { commands: { listCommands(): string[] } } };
    return jupyterapp.commands.listCommands().filter(id => id.startsWith('journal:'));
  });
  expect(known).toEqual(
    expect.arrayContaining([
      'journal:insert-entry',
      'journal:insert-debug-step',
      'journal:insert-error',
      'journal:insert-result',
      'journal:insert-environment',
      'journal:open-panel',
      'journal:export',
      'journal:review'
    ])
  );
});

test('The panel opens and an entry is inserted', async ({ page }, testInfo) => {
  const panel = new JournalPanel(page);
  await panel.open();
  await expect(panel.root.getByRole('region', { name: 'Facts of the kernel' })).toContainText(
    /Python 3\.\d+/
  );
  await panel.button('Goal').click();
  await expect(panel.entries).toHaveCount(1);
  await page.screenshot({ path: testInfo.outputPath('notebook7-panel.png') });
  await run(page, 'docmanager:save');
  await expect.poll(() => read(PATH).cells.length).toBe(3);
});

test('A review is shown in a dialog, because the main area holds the notebook alone', async ({
  page
}, testInfo) => {
  await run(page, 'notebook:insert-cell-below');
  await run(page, 'journal:review', { base: 'saved' });
  const review = new ReviewView(page);
  await expect(review.status).toContainText('1 added');
  await expect(review.cells).toHaveCount(1);
  await page.screenshot({ path: testInfo.outputPath('notebook7-review.png') });
  // A dialog would take the key for its answer.
  await review.root.getByRole('button', { name: 'Compare again' }).press('Enter');
  await expect(review.cells).toHaveCount(1);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(review.root).toHaveCount(0);
});

test('An export ends with a notification', async ({ page }) => {
  await run(page, 'journal:export', { format: 'markdown' });
  await expect(page.locator('.Toastify__toast').filter({ hasText: 'Exported to digits.md.' })).toBeVisible();
});
