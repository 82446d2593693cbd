import { expect, test } from '@jupyterlab/galata';

import { code, markdown, notebook, read, write } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';

test('Without a notebook the panel says what to do and offers nothing that cannot work', async ({ page }) => {
  const panel = new JournalPanel(page);
  await panel.open();
  await expect(panel.button(/^Insert debug step/)).toBeDisabled();
  await expect(panel.button('Export HTML')).toBeDisabled();
  await expect(panel.button('Review')).toBeDisabled();
});

test.describe('With a notebook', () => {
  const NAME = 'digits.ipynb';

  test.beforeEach(async ({ page, tmpPath }) => {
    write(`${tmpPath}/${NAME}`, notebook([markdown('head', '# Digits'), code('settings', 'lr = 0.01')]));
    await page.notebook.openByPath(`${tmpPath}/${NAME}`);
    await page.notebook.activate(NAME);
  });

  for (const theme of ['Light', 'Dark'] as const) {
    test(`The panel shows the kernel and the entries, ${theme}`, async ({ page }, testInfo) => {
      await page.theme.setTheme(`JupyterLab ${theme}`);
      const panel = new JournalPanel(page);
      await panel.open();
      const facts = panel.root.getByRole('region', { name: 'Facts of the kernel' });
      await expect(facts).toContainText(/Python 3\.\d+/);
      await panel.button('Goal').click();
      await expect(panel.entries).toHaveCount(1);
      await page.screenshot({ path: testInfo.outputPath(`panel-${theme.toLowerCase()}.png`) });
    });
  }

  test('An entry goes below the active cell, in one undo step, and into the file', async ({
    page,
    tmpPath
  }) => {
    await page.notebook.selectCells(0);
    await run(page, 'journal:insert-entry', { kind: 'goal' });
    await expect.poll(() => page.notebook.getCellCount()).toBe(3);
    expect(await page.notebook.getCellType(1)).toBe('markdown');

    await page.notebook.save();
    const saved = read(`${tmpPath}/${NAME}`).cells;
    expect(saved.map(cell => cell.id).filter((_, i) => i !== 1)).toEqual(['head', 'settings']);
    expect(saved[1].metadata.journal).toMatchObject({ version: 1, kind: 'goal' });

    await run(page, 'notebook:undo-cell-action');
    await expect.poll(() => page.notebook.getCellCount()).toBe(2);
    await run(page, 'notebook:redo-cell-action');
    await expect.poll(() => page.notebook.getCellCount()).toBe(3);
  });

  test('A click on an entry leads to its cell', async ({ page, tmpPath }) => {
    const far = Array.from({ length: 60 }, (_, i) => code(`cell-${i}`, `x${i} = ${i}`));
    const entry = {
      ...markdown('goal', '## Goal · Beat 97 % on digits'),
      metadata: {
        journal: {
          version: 1,
          id: '01JD8Y0Z8M3V5R7T9W2X4A6C8E',
          kind: 'goal',
          created: '2026-11-20T12:00:00+08:00'
        }
      }
    };
    write(`${tmpPath}/long.ipynb`, notebook([...far, entry]));
    await page.notebook.openByPath(`${tmpPath}/long.ipynb`);
    await page.notebook.activate('long.ipynb');
    const panel = new JournalPanel(page);
    await panel.open();
    await panel.entries.filter({ hasText: 'Beat 97 % on digits' }).click();
    await expect(page.getByRole('heading', { name: 'Goal · Beat 97 % on digits' })).toBeInViewport();
  });

  test('Metadata that is no entry is shown as unreadable and left untouched', async ({ page, tmpPath }) => {
    const strange = { ...markdown('strange', '# Mine'), metadata: { journal: { version: 1, kind: 42 } } };
    write(`${tmpPath}/strange.ipynb`, notebook([strange]));
    await page.notebook.openByPath(`${tmpPath}/strange.ipynb`);
    await page.notebook.activate('strange.ipynb');
    const panel = new JournalPanel(page);
    await panel.open();
    await expect(panel.entries).toHaveCount(1);
    await expect(panel.entries.first()).toContainText(/unreadable entry/i);
    await page.notebook.save();
    expect(read(`${tmpPath}/strange.ipynb`).cells[0].metadata.journal).toEqual({ version: 1, kind: 42 });
  });
});
