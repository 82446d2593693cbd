import { expect, galata, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { code, markdown, notebook, read, write } from '../notebooks';
import type { ICell } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';

const NAME = 'study.ipynb';
const ENTRY = {
  version: 1,
  id: '01JD8Y0Z8M3V5R7T9W2X4A6C8E',
  kind: 'goal',
  created: '2026-11-20T12:00:00+08:00'
};
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

function source(cell: ICell | undefined): string {
  const text = cell?.source ?? '';
  return Array.isArray(text) ? text.join('') : text;
}

/** Wait until the notebook has its kernel: before that, the lab answers a run with a dialog. */
async function kernelIsIdle(page: IJupyterLabPageFixture): Promise<void> {
  await page.waitForFunction(() => {
    interface IPanel {
      sessionContext?: { session: { kernel: { status: string } | null } | null };
    }
    const { shell } = (window as unknown as { jupyterapp: { shell: { currentWidget: IPanel | null } } })
      .jupyterapp;
    return shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle';
  });
}

/** Run the code cell and wait for its end. */
async function runCell(page: IJupyterLabPageFixture): Promise<void> {
  const prompt = page.locator('.jp-CodeCell .jp-InputPrompt');
  const before = (await prompt.textContent()) ?? '';
  // eslint-disable-next-line jupyter/galata-prefer-notebook-cell-helper -- it finds the toolbar by English names
  await prompt.click();
  // eslint-disable-next-line jupyter/galata-prefer-notebook-cell-helper -- as above
  await page.keyboard.press('Control+Enter');
  await expect(prompt).not.toHaveText(before);
  await expect(prompt).toHaveText(/\[\d+\]:/);
}

/**
 * Open a notebook with these cells below a goal, and run the first of them. By commands alone:
 * Galata's helpers find parts of the lab by their English names.
 */
async function openAndRun(page: IJupyterLabPageFixture, folder: string, cells: ICell[]): Promise<void> {
  const goal = { ...markdown('goal', '## Goal · Beat 97 %'), metadata: { journal: ENTRY } };
  write(`${folder}/${NAME}`, notebook([goal, ...cells]));
  await run(page, 'docmanager:open', { path: `${folder}/${NAME}` });
  await kernelIsIdle(page);
  await runCell(page);
}

/** Save, and return the entry below the first code cell. */
async function inserted(page: IJupyterLabPageFixture, folder: string): Promise<ICell | undefined> {
  await expect(page.locator('.jp-MarkdownCell')).toHaveCount(2);
  await run(page, 'docmanager:save');
  return read(`${folder}/${NAME}`).cells[2];
}

for (const texts of LANGUAGES) {
  test.describe(`In a lab in ${texts.language}`, () => {
    test.use({
      mockSettings: {
        ...galata.DEFAULT_SETTINGS,
        '@jupyterlab/translation-extension:plugin': { locale: texts.language }
      },
      // Galata waits for a tab with an English name.
      waitForApplication: async ({}, use) => {
        await use(async page => {
          await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
          await page.locator('.jp-LauncherCard').first().waitFor();
        });
      }
    });

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
