import { expect, test } from '@jupyterlab/galata';

import { code } from '../notebooks';
import { run, start } from '../pages/journalPanel';
import { inserted, openAndRun, source } from '../pages/study';

const FAILING = 'raise ValueError("17 classes, 10 outputs")';

test('A figure of a cell that drew none is inserted when that is confirmed, and only then', async ({
  page,
  tmpPath
}) => {
  await openAndRun(page, tmpPath, [code('counts', 'print(6 * 7)')]);
  const dialog = page.getByRole('dialog', { name: 'Insert Figure with nothing to record?' });

  await start(page, 'journal:insert-figure');
  await expect(dialog.getByRole('button')).toHaveText(['Cancel', 'Insert Anyway']);
  // Enter takes what is most often meant.
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('.jp-MarkdownCell')).toHaveCount(1);
  await expect(page.locator('.jp-CodeCell')).toHaveClass(/jp-mod-active/);

  await start(page, 'journal:insert-figure');
  await dialog.getByRole('button', { name: 'Insert Anyway' }).click();
  const entry = await inserted(page, tmpPath);
  expect(entry?.metadata.journal).toMatchObject({ kind: 'figure', source: { cell_id: 'counts' } });
  await expect(dialog).toHaveCount(0);
});

test('The entry of an error is gone to when the same error is to be recorded again', async ({
  page,
  tmpPath
}) => {
  await openAndRun(page, tmpPath, [code('fails', FAILING)]);
  await run(page, 'journal:insert-error');
  const entry = page.locator('.jp-MarkdownCell').last();
  expect(source(await inserted(page, tmpPath))).toContain('ValueError');

  await page.notebook.selectCells(1);
  await expect(entry).not.toHaveClass(/jp-mod-active/);
  await run(page, 'journal:insert-error');
  await expect(entry).toHaveClass(/jp-mod-active/);
  await expect(entry).toBeInViewport();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('.jp-MarkdownCell')).toHaveCount(2);
});
