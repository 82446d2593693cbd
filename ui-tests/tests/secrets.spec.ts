import { expect, test } from '@jupyterlab/galata';

import { code, notebook, read, write } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';

const PARTS = ['hf_', 'aB3dE5g', 'H7jK9mN', '1pQ3sT5', 'vW7yZ9b', 'D1fG3hJ'];
const TOKEN = PARTS.join('');
/** Prints what has the shape of a token; the source holds none. */
const TRAIN = `parts = ${JSON.stringify(PARTS)}\nprint('loss=0.5 with', ''.join(parts))`;
const NAME = 'secrets.ipynb';

for (const theme of ['Light', 'Dark'] as const) {
  test(`A printed secret stays out of the entry until somebody says it is none, ${theme}`, async ({
    page,
    tmpPath
  }, testInfo) => {
    const path = `${tmpPath}/${NAME}`;
    write(path, notebook([code('train', TRAIN)]));
    await page.theme.setTheme(`JupyterLab ${theme}`);
    await page.notebook.openByPath(path);
    await page.notebook.activate(NAME);
    const panel = new JournalPanel(page);
    await panel.open();

    /** Run the cell, insert a step about it, and return the step as it is saved. */
    const insertStep = async (count: number): Promise<string> => {
      await page.notebook.runCell(0);
      await page.notebook.selectCells(0);
      await run(page, 'journal:insert-debug-step');
      await expect(panel.entries).toHaveCount(count);
      await page.notebook.save();
      // A step goes after the last entry about its cell.
      return JSON.stringify(read(path).cells[count]);
    };

    const first = await insertStep(1);
    expect(first).toContain('[REDACTED:huggingface_token]');
    expect(first).not.toContain(TOKEN.slice(3, 15));

    const mark = panel.button(/secrets? (was|were) removed/);
    await mark.press('Enter');
    const line = panel.root.getByRole('treeitem').filter({ hasText: 'huggingface_token in output' });
    await expect(line).toBeVisible();
    await page.screenshot({ path: testInfo.outputPath(`secrets-${theme.toLowerCase()}.png`) });
    await line.getByRole('button', { name: 'Not a secret' }).click();
    await expect(line).toContainText('Stays in the next entry');

    expect(await insertStep(2)).toContain(TOKEN);
  });
}
