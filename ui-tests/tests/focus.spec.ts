import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';

import { code } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';
import { openAndRun } from '../pages/study';

const TRAINING = 'print("Epoch 1/1 loss=0.5 accuracy=80%")';
const FAILING = 'raise ValueError("no")';

/** Expect the entry to be the active cell, and Shift+Enter to act on it and to insert nothing. */
async function actsOnEntry(page: IJupyterLabPageFixture): Promise<void> {
  const entry = page.locator('.jp-MarkdownCell').nth(1);
  await expect(entry).toHaveClass(/jp-mod-active/);
  await expect.poll(() => entry.evaluate(node => node.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Shift+Enter');
  await expect(entry).not.toHaveClass(/jp-mod-active/);
  await expect(entry).toHaveClass(/jp-mod-rendered/);
  await expect(page.locator('.jp-MarkdownCell')).toHaveCount(2);
}

/** The ways to insert an entry about the run, by a name for the test. */
const WAYS: Readonly<Record<string, (page: IJupyterLabPageFixture, panel: JournalPanel) => Promise<void>>> = {
  'the prominent button of the panel': (_page, panel) => panel.button(/^Insert debug step/).click(),
  'a button of a kind': (_page, panel) => panel.button('Result').click(),
  'the note line of the panel': async (page, panel) => {
    await panel.root.getByRole('textbox', { name: 'Note' }).fill('A thought');
    await page.keyboard.press('Enter');
  },
  'the toolbar': page =>
    page
      .locator(
        '.jp-NotebookPanel-toolbar [data-jp-item-name="journal-insert-debug-step"] .jp-ToolbarButtonComponent'
      )
      .click(),
  'the shortcut in the notebook': page => page.keyboard.press('Alt+J'),
  'the shortcut in the panel': async (page, panel) => {
    await panel.button('Result').focus();
    await page.keyboard.press('Alt+J');
  }
};

for (const [way, insert] of Object.entries(WAYS)) {
  test(`After an insert by ${way}, the keys act on the entry`, async ({ page, tmpPath }) => {
    await openAndRun(page, tmpPath, [code('trains', TRAINING)]);
    const panel = new JournalPanel(page);
    await panel.open();
    await page.notebook.selectCells(1);
    await insert(page, panel);
    await actsOnEntry(page);
  });
}

test('After an insert by a notification, the keys act on the entry', async ({ page, tmpPath }) => {
  await openAndRun(page, tmpPath, [code('fails', FAILING)]);
  const panel = new JournalPanel(page);
  await panel.open();
  const offer = page.locator('.Toastify__toast', { hasText: 'The cell ended with ValueError.' });
  // It stands beside the panel, not on its buttons, once it has slid in.
  const edges = (part: Locator): Promise<DOMRect> =>
    part.evaluate(node => node.getBoundingClientRect().toJSON() as DOMRect);
  const room = async (): Promise<number> => (await edges(panel.root)).left - (await edges(offer)).right;
  await expect.poll(room).toBeGreaterThanOrEqual(0);
  await offer.getByRole('button', { name: 'Journal this error' }).click();
  await actsOnEntry(page);
  await expect(offer).toHaveCount(0);
});

test('After an insert by the button below a failed cell, the keys act on the entry', async ({
  page,
  tmpPath
}) => {
  await openAndRun(page, tmpPath, [code('fails', FAILING)]);
  const offer = page.locator('.Toastify__toast', { hasText: 'The cell ended with ValueError.' });
  await expect(offer).toBeVisible();
  await page.locator('.jp-JournalFailure-button').click();
  await actsOnEntry(page);
  // Its matter is settled.
  await expect(offer).toHaveCount(0);
});

test('A key held down and a double click insert once', async ({ page, tmpPath }) => {
  await openAndRun(page, tmpPath, [code('trains', TRAINING)]);
  const panel = new JournalPanel(page);
  await panel.open();
  const entries = page.locator('.jp-MarkdownCell');
  await page.notebook.selectCells(1);
  await page.keyboard.down('Alt');
  await page.keyboard.down('j');
  await expect(entries).toHaveCount(2);
  for (let times = 0; times < 5; times++) {
    await page.keyboard.down('j');
  }
  await page.keyboard.up('j');
  await page.keyboard.up('Alt');
  await panel.button('Result').dblclick({ delay: 300 });
  await expect(entries).toHaveCount(3);
  // Whatever a second click had asked for would have been answered before this.
  await run(page, 'journal:insert-entry', { kind: 'note', fields: { text: 'Last' }, key: 'last' });
  await expect(entries).toHaveCount(4);
});

test('Who has gone on working elsewhere keeps the focus', async ({ page, tmpPath }) => {
  await openAndRun(page, tmpPath, [code('trains', TRAINING)]);
  const panel = new JournalPanel(page);
  await panel.open();
  await page.route('**/jupyterlab-journal/api/entries*', async route => {
    await panel.root.getByRole('searchbox').focus();
    await route.continue();
  });
  await panel.button('Result').click();
  await expect(page.locator('.jp-MarkdownCell')).toHaveCount(2);
  await expect(panel.root.getByRole('searchbox')).toBeFocused();
});
