import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { code } from '../notebooks';
import { run } from '../pages/journalPanel';
import { inLanguage, inserted, openAndRun, runCell, source } from '../pages/study';

/** What it prints is known to nobody but the outputs. */
const training = (lr: string): string =>
  [
    'def train(lr):',
    '    accuracy = 1 - 4 * lr',
    '    print(f"epoch 1/1 accuracy={accuracy:.1%}")',
    `lr = ${lr}`,
    'train(lr)'
  ].join('\n');

/** Replace the source of the cell that has just run, as a user does. */
async function edit(page: IJupyterLabPageFixture, text: string): Promise<void> {
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

for (const [language, since, points, analysis] of [
  ['en', 'compared with run [1] of this cell', 'points', '**Analysis.** '],
  ['zh_CN', '与该单元格的运行 [1] 对比', '个百分点', '**分析。** ']
] as const) {
  test.describe(`The first step, in a lab in ${language}`, () => {
    test.use(inLanguage(language));

    test('tells what changed since the run before, and what that brought', async ({ page, tmpPath }) => {
      await openAndRun(page, tmpPath, [code('trains', training('0.02'))]);
      await edit(page, training('0.01'));
      await runCell(page);
      await run(page, 'journal:insert-debug-step');
      // The cursor waits where only the user knows what to say.
      await expect(page.locator('.jp-MarkdownCell.jp-mod-active .jp-Editor')).toBeVisible();
      await page.keyboard.type('Smaller steps.');
      const text = source(await inserted(page, tmpPath));
      expect(text).toContain(`${analysis}Smaller steps.\n`);
      expect(text).toContain('| `lr` | 0.02 | 0.01 |');
      expect(text).toContain(`| accuracy | 92.0 % | 96.0 % | +4.0 ${points} |`);
      expect(text).toContain(since);
    });
  });
}
