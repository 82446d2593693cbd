import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';

import { expect, test, type IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';

import { code, markdown, notebook, onDisk, write } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';

const CELLS = [markdown('head', '# Digits\n\nA net for *digits*.'), code('sum', 'total = 20 + 22\ntotal')];

/** The notification that contains a text. */
function notification(page: Page, text: string | RegExp) {
  return page.locator('.Toastify__toast').filter({ hasText: text });
}

test.beforeEach(async ({ page, tmpPath }) => {
  write(`${tmpPath}/digits.ipynb`, notebook(CELLS));
  await page.notebook.openByPath(`${tmpPath}/digits.ipynb`);
  await page.notebook.activate('digits.ipynb');
});

test('One click writes an HTML file beside the notebook, and opens it in a sandbox', async ({
  page,
  tmpPath
}) => {
  const panel = new JournalPanel(page);
  await panel.open();
  await panel.button('Export HTML').click();

  const done = notification(page, 'Exported to digits.html.');
  await expect(done).toBeVisible();
  const html = readFileSync(onDisk(`${tmpPath}/digits.html`), 'utf-8');
  expect(html).toContain('<em>digits</em>');

  await done.getByRole('button', { name: 'Open' }).click();
  const frame = page.locator('.jp-HTMLViewer iframe');
  await expect(frame).toHaveAttribute('sandbox', /^(?!.*allow-scripts)/);
  await expect(frame.contentFrame().getByRole('heading', { name: 'Digits' })).toBeVisible();
});

test('What is on the screen is in the export, saved or not', async ({ page, tmpPath }) => {
  await page.notebook.setCell(1, 'code', 'print("not saved yet")');
  await run(page, 'journal:export', { format: 'markdown' });
  await expect(notification(page, 'Exported to digits.md.')).toBeVisible();
  expect(readFileSync(onDisk(`${tmpPath}/digits.md`), 'utf-8')).toContain('print("not saved yet")');
});

test('The arrow beside the button offers Markdown', async ({ page, tmpPath }) => {
  const panel = new JournalPanel(page);
  await panel.open();
  await panel.button('Other formats').click();
  await page.getByRole('menuitem', { name: 'Export Markdown' }).click();
  await expect(notification(page, 'Exported to digits.md.')).toBeVisible();
  expect(existsSync(onDisk(`${tmpPath}/digits.md`))).toBe(true);
  expect(existsSync(onDisk(`${tmpPath}/digits.html`))).toBe(false);
});

test('A file that exists is replaced only when the user says so', async ({ page, tmpPath }) => {
  const file = onDisk(`${tmpPath}/digits.html`);
  writeFileSync(file, 'mine');
  const dialog = page.getByRole('dialog').filter({ hasText: 'Replace digits.html?' });

  // Not awaited: the command goes on until the dialog has been answered.
  const refused = run(page, 'journal:export', { format: 'html' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await refused;
  expect(readFileSync(file, 'utf-8')).toBe('mine');

  const agreed = run(page, 'journal:export', { format: 'html' });
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await agreed;
  await expect(notification(page, 'Exported to digits.html.')).toBeVisible();
  expect(readFileSync(file, 'utf-8')).toContain('<em>digits</em>');
});

test('Arguments that make no sense are refused and nothing is written', async ({ page, tmpPath }) => {
  await run(page, 'journal:export', { format: '../../pwned', options: { overwrite: true } });
  await expect(notification(page, 'digits.ipynb was not exported. format:')).toBeVisible();
  expect(existsSync(onDisk(`${tmpPath}/digits.html`))).toBe(false);
});

/** Long enough to be overtaken by a click; written behind the notebook on the screen, which stays small. */
async function makeLong(page: IJupyterLabPageFixture, path: string): Promise<void> {
  // The lab notes the kernel's language in the notebook when it hears of it; saved before that, the
  // notebook would have two versions, and the lab would ask which to keep.
  await page.waitForFunction(() => {
    interface IPanel {
      content: { model: { getMetadata(key: string): { version?: string } | undefined } | null };
    }
    const { shell } = (window as unknown as { jupyterapp: { shell: { currentWidget: IPanel } } }).jupyterapp;
    return shell.currentWidget.content.model?.getMetadata('language_info')?.version !== undefined;
  });
  await page.notebook.save();
  const lines = (cell: number) => Array.from({ length: 40 }, (_, i) => `x${cell}_${i} = f(${i}, "${cell}")`);
  write(path, notebook(Array.from({ length: 2000 }, (_, i) => code(`cell-${i}`, lines(i).join('\n')))));
}

test('A long export shows its progress until it is done, and no longer', async ({ page, tmpPath }) => {
  await makeLong(page, `${tmpPath}/digits.ipynb`);
  const exported = run(page, 'journal:export', { format: 'html' });
  await expect(notification(page, 'Exporting digits.ipynb')).toBeVisible();
  await exported;
  await expect(notification(page, 'Exported to digits.html.')).toBeVisible();
  await expect(notification(page, 'Exporting')).toHaveCount(0);
});

test('A cancelled export says so and leaves no file', async ({ page, tmpPath }) => {
  await makeLong(page, `${tmpPath}/digits.ipynb`);

  const exported = run(page, 'journal:export', { format: 'html' });
  await notification(page, 'Exporting digits.ipynb').getByRole('button', { name: 'Cancel' }).click();
  await exported;
  await expect(notification(page, 'The export of digits.ipynb was cancelled')).toBeVisible();
  await expect(notification(page, 'Exporting')).toHaveCount(0);
  expect(readdirSync(onDisk(tmpPath)).filter(name => !name.startsWith('.'))).toEqual(['digits.ipynb']);
});

test('What could not be carried over is told, and can be read', async ({ page, tmpPath }) => {
  const path = `${tmpPath}/lost.ipynb`;
  write(path, notebook([markdown('picture', '![A curve](attachment:lost.png)')]));
  await page.notebook.openByPath(path);
  await page.notebook.activate('lost.ipynb');
  await run(page, 'journal:export', { format: 'html' });
  await notification(page, 'Exported to lost.html, with 1 remark.')
    .getByRole('button', { name: 'Remarks' })
    .click();
  const dialog = page.getByRole('dialog').filter({ hasText: 'Remarks on lost.html' });
  await expect(dialog.getByRole('listitem')).toContainText('lost.png');
});
