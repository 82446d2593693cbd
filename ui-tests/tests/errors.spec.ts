import { expect, test } from '@jupyterlab/galata';

import { code } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';
import { inLanguage, inserted, openAndRun, runCell, source } from '../pages/study';

const FAILING = 'import numpy as np\nweights = np.ones((4, 3))\nweights @ np.ones((5, 2))';
const TRAINING = 'for n in range(1, 5):\n    print(f"Epoch {n}/4 loss={1 / n:.3f} accuracy={80 + n}%")';
const DRAWING = [
  'from base64 import b64encode',
  'from IPython.display import display',
  'import matplotlib',
  'matplotlib.use("Agg")',
  'from io import BytesIO',
  'import matplotlib.pyplot as plt',
  'plt.plot([1, 2, 3])',
  'plt.title("Training loss")',
  'plt.xlabel("epoch")',
  'plt.ylabel("loss")',
  'drawn = BytesIO()',
  'plt.savefig(drawn)',
  'display({"image/png": b64encode(drawn.getvalue()).decode()}, raw=True)'
].join('\n');

/** The texts of one language of the lab. */
const LANGUAGES = [
  {
    language: 'en',
    button: 'Journal this error',
    journalled: 'Show the entry',
    figure: 'Figure',
    error: /^### Error · ValueError/,
    place: 'line 3: `weights @ np.ones((5, 2))`',
    tensor: '| weights | 4 × 3 | float64 |',
    analysis: '**Analysis.** ',
    metrics: '| Epoch | loss | accuracy |',
    curve: 'loss by epoch',
    shows: 'Training loss: loss against epoch'
  },
  {
    language: 'zh_CN',
    button: '记录此错误',
    journalled: '查看条目',
    figure: '图',
    error: /^### 错误 · ValueError/,
    place: '第 3 行：`weights @ np.ones((5, 2))`',
    tensor: '| weights | 4 × 3 | float64 |',
    analysis: '**分析。** ',
    metrics: '| 轮次 | loss | accuracy |',
    curve: 'loss 随轮次的变化',
    shows: 'Training loss：loss 随 epoch 的变化'
  }
] as const;

for (const texts of LANGUAGES) {
  test.describe(`In a lab in ${texts.language}`, () => {
    test.use(inLanguage(texts.language));

    test('A button below a failed cell records the error, its tensors and what they say', async ({
      page,
      tmpPath
    }) => {
      await openAndRun(page, tmpPath, [code('fails', FAILING)]);
      const button = page.locator('.jp-JournalFailure-button');
      await expect(button).toHaveText(texts.button);
      await button.click();
      const entry = await inserted(page, tmpPath);
      expect(source(entry)).toMatch(texts.error);
      expect(source(entry)).toContain(texts.place);
      expect(source(entry)).toContain(texts.tensor);
      expect(source(entry)).toContain(texts.analysis);
      expect(entry?.metadata.journal).toMatchObject({
        kind: 'error',
        error: { type: 'ValueError', cause: 'shape_mismatch' }
      });
    });

    test('The button leads to the entry until the cell fails anew', async ({ page, tmpPath }, testInfo) => {
      await openAndRun(page, tmpPath, [code('fails', FAILING)]);
      const button = page.locator('.jp-JournalFailure-button');
      await button.click();
      await expect(button).toHaveText(texts.journalled);
      await page.screenshot({ path: testInfo.outputPath(`journalled-${texts.language}.png`) });
      await page.keyboard.press('k');
      const entry = page.locator('.jp-MarkdownCell').last();
      await expect(entry).not.toHaveClass(/jp-mod-active/);
      await button.press('Enter');
      await expect(entry).toHaveClass(/jp-mod-active/);
      await expect(page.locator('.jp-MarkdownCell')).toHaveCount(2);
      await runCell(page);
      await expect(button).toHaveText(texts.button);
    });

    test('A result holds the metrics of each epoch and the curve drawn from them', async ({
      page,
      tmpPath
    }) => {
      await openAndRun(page, tmpPath, [code('trains', TRAINING)]);
      await run(page, 'journal:insert-result');
      const entry = await inserted(page, tmpPath);
      expect(source(entry)).toContain(texts.metrics);
      expect(source(entry)).toContain(texts.curve);
      const picture = page.locator(`.jp-MarkdownCell img[alt^="${texts.curve}"]`);
      await expect(picture).toBeVisible();
      expect(await picture.evaluate(node => (node as HTMLImageElement).naturalWidth)).toBeGreaterThan(100);
    });

    test('A figure is kept as a picture that says what it shows', async ({ page, tmpPath }) => {
      await openAndRun(page, tmpPath, [code('draws', DRAWING)]);
      const panel = new JournalPanel(page);
      await panel.open();
      await panel.button(texts.figure).click();
      const entry = await inserted(page, tmpPath);
      expect(source(entry)).toContain(`![${texts.shows}](attachment:`);
      await page.keyboard.press('Control+Enter');
      const picture = page.locator(`.jp-MarkdownCell img[alt="${texts.shows}"]`);
      await expect(picture).toBeVisible();
      expect(await picture.evaluate(node => (node as HTMLImageElement).naturalWidth)).toBeGreaterThan(100);
    });
  });
}

test('A notification offers to journal an error, until it is told not to', async ({ page, tmpPath }) => {
  await openAndRun(page, tmpPath, [code('fails', FAILING)]);
  const offer = page.locator('.Toastify__toast', { hasText: 'The cell ended with ValueError.' });
  await expect(offer).toBeVisible();
  await offer.getByRole('button', { name: 'Do not offer' }).click();
  await expect(offer).toHaveCount(0);
  await runCell(page);
  await expect(page.locator('.jp-JournalFailure-button')).toBeVisible();
  await expect(offer).toHaveCount(0);
});
