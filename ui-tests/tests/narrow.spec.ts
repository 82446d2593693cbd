import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';

import { code, markdown, notebook, write } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';
import { inLanguage, kernelIsIdle, runCell } from '../pages/study';

/** Width of the panel as JupyterLab opens it, in pixels. */
const NARROW = 250;

const TITLE = '学习率 1.0 → 0.1';

const STEP = {
  version: 1,
  id: '01JD8Y0Z8M3V5R7T9W2X4A6C8E',
  kind: 'step',
  created: '2026-11-20T12:00:00+08:00',
  title: TITLE,
  metrics: [
    { name: '训练损失', before: 2.0612, after: 0.4585, unit: '1' },
    { name: '验证准确率', before: 0.25, after: 0.89, unit: '1' }
  ]
};

/** By how much what stands in a part is wider than the part, in pixels. */
const excess = (part: Locator): Promise<number> => part.evaluate(node => node.scrollWidth - node.clientWidth);

async function open(page: IJupyterLabPageFixture, folder: string, setup: string): Promise<JournalPanel> {
  const step = { ...markdown('step', `### 调试步骤 1 · ${TITLE}`), metadata: { journal: STEP } };
  write(`${folder}/study.ipynb`, notebook([code('setup', setup), step]));
  await run(page, 'docmanager:open', { path: `${folder}/study.ipynb` });
  await kernelIsIdle(page);
  const panel = new JournalPanel(page);
  await panel.open();
  expect((await panel.root.boundingBox())?.width).toBeLessThanOrEqual(NARROW);
  return panel;
}

test.describe('In a narrow panel of a Chinese lab', () => {
  test.use(inLanguage('zh_CN'));

  test('a line shows both values of the change, and by how much the score moved', async ({
    page,
    tmpPath
  }) => {
    const panel = await open(page, tmpPath, '');
    const line = panel.entries.first();
    await expect(line).toContainText('验证准确率');
    const value = line.locator('.jp-JournalTimeline-detail').last();
    await expect(value).toHaveText('+0.64');
    expect(await excess(line.locator('.jp-JournalTimeline-title'))).toBeLessThanOrEqual(0);
    expect(await excess(value)).toBeLessThanOrEqual(0);
    expect(await excess(line)).toBeLessThanOrEqual(0);
    // The caption writes the time as this language does, not as the browser's does.
    await expect(line).toHaveAttribute('title', /2026\/11\/20/);
  });

  test('a finding is not cut, however long the call that cures it', async ({ page, tmpPath }) => {
    const panel = await open(page, tmpPath, 'import numpy\nnumpy.random.rand()');
    await runCell(page);
    const facts = panel.root.locator('details').first();
    await expect(facts).toContainText('numpy');
    await facts.locator('summary').click();
    const findings = facts.locator('.jp-JournalFacts-findings');
    await expect(findings).toContainText('numpy.random.seed(〈整数〉)');
    expect(await excess(findings)).toBeLessThanOrEqual(0);
  });

  test('a wrong argument is explained in Chinese', async ({ page, tmpPath }) => {
    await open(page, tmpPath, '');
    await run(page, 'journal:export', { format: 'pdf' });
    const toast = page.locator('.Toastify__toast').filter({ hasText: 'study.ipynb' });
    await expect(toast).toContainText('format：应为 "html" 或 "markdown"，而不是 "pdf"。');
  });
});
