import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { code } from '../notebooks';
import { run, start } from '../pages/journalPanel';
import { inLanguage, openAndRun, save, source } from '../pages/study';

const TRAINING = 'lr = 0.01\nprint("Epoch 1/1 loss=0.5")';

/** The texts of one language of the lab. */
const LANGUAGES = [
  {
    language: 'en',
    question: 'Insert another debug step?',
    earlier: 'since step 1',
    next: '### Step 2',
    cancel: 'Cancel',
    another: 'Insert Another',
    update: 'Go On in That Step',
    analysis: '**Analysis.** '
  },
  {
    language: 'zh_CN',
    question: '再插入一个调试步骤？',
    earlier: '自调试步骤 1 以来',
    next: '### 调试步骤 2',
    cancel: '取消',
    another: '再插入一个',
    update: '在该步骤中继续',
    analysis: '**分析。** '
  }
] as const;

for (const texts of LANGUAGES) {
  test.describe(`A second step on an unchanged state, in a lab in ${texts.language}`, () => {
    test.use(inLanguage(texts.language));

    /** Insert a step, ask for another, and return the dialog that asks back. */
    const askTwice = async (page: IJupyterLabPageFixture, folder: string) => {
      await openAndRun(page, folder, [code('trains', TRAINING)]);
      await run(page, 'journal:insert-debug-step');
      await expect(page.locator('.jp-MarkdownCell')).toHaveCount(2);
      await start(page, 'journal:insert-debug-step');
      const dialog = page.getByRole('dialog', { name: texts.question });
      await expect(dialog).toContainText(texts.earlier);
      await expect(dialog.getByRole('button')).toHaveText([texts.cancel, texts.another, texts.update]);
      // Enter takes what is most often meant.
      await expect(dialog.getByRole('button', { name: texts.update })).toBeFocused();
      return dialog;
    };

    test('goes on in the last step, where the cursor waits', async ({ page, tmpPath }, testInfo) => {
      const dialog = await askTwice(page, tmpPath);
      await page.screenshot({ path: testInfo.outputPath(`unchanged-${texts.language}.png`) });
      await page.keyboard.press('Enter');
      await expect(dialog).toHaveCount(0);
      await expect(page.locator('.jp-MarkdownCell.jp-mod-active .jp-Editor')).toBeVisible();
      await page.keyboard.type('The loss is lower.');
      const cells = await save(page, tmpPath);
      expect(cells).toHaveLength(3);
      expect(source(cells[2])).toContain(`${texts.analysis}The loss is lower.\n`);
    });

    test('is inserted when that is chosen by keys alone', async ({ page, tmpPath }) => {
      const dialog = await askTwice(page, tmpPath);
      await page.keyboard.press('Shift+Tab');
      await expect(dialog.getByRole('button', { name: texts.another })).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(page.locator('.jp-MarkdownCell')).toHaveCount(3);
      await expect(dialog).toHaveCount(0);
      expect(source((await save(page, tmpPath))[3])).toContain(texts.next);
    });

    test('is nothing when cancelled: the notebook, its active cell and the cursor stay', async ({
      page,
      tmpPath
    }) => {
      const dialog = await askTwice(page, tmpPath);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(page.locator('.jp-MarkdownCell')).toHaveCount(2);
      await expect(page.locator('.jp-MarkdownCell').last()).toHaveClass(/jp-mod-active/);
      // The cursor is where it was, and so are the keys of the notebook.
      await page.keyboard.type('The loss is lower.');
      await page.keyboard.press('Escape');
      await page.keyboard.press('b');
      await expect(page.locator('.jp-CodeCell')).toHaveCount(2);
      expect(source((await save(page, tmpPath))[2])).toContain(`${texts.analysis}The loss is lower.\n`);
    });
  });
}
