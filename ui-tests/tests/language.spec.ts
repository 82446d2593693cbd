import { mkdirSync, readFileSync } from 'node:fs';

import { expect, test, type IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator, Page } from '@playwright/test';

import { markdown, notebook, onDisk, write } from '../notebooks';
import { run } from '../pages/journalPanel';
import { inLanguage } from '../pages/study';

/** Open a notebook of one cell by a command: Galata's helpers find parts of the lab by their English names. */
async function open(page: IJupyterLabPageFixture, path: string, source: string): Promise<void> {
  write(path, notebook([markdown('only', source)]));
  await run(page, 'docmanager:open', { path });
  await expect(page.locator('.jp-NotebookPanel:visible .jp-MarkdownCell')).toHaveCount(1);
}

function notification(page: Page, text: string): Locator {
  return page.locator('.Toastify__toast').filter({ hasText: text });
}

test.describe('In a Chinese lab', () => {
  test.use(inLanguage('zh_CN'));

  test('what keeps an export from being written is explained in Chinese', async ({ page, tmpPath }) => {
    await open(page, `${tmpPath}/study.ipynb`, 'A study.');
    mkdirSync(onDisk(`${tmpPath}/study.html`));
    await run(page, 'journal:export', { format: 'html' });
    const problem = 'study.ipynb 未能导出。“study.html”已存在，但不是文件。请将它重命名或删除。';
    await expect(notification(page, problem)).toBeVisible();
  });

  test('the fault of a malformed notebook is named in Chinese', async ({ page, tmpPath }) => {
    const path = `${tmpPath}/study.ipynb`;
    await open(page, path, 'A study.');
    await run(page, 'docmanager:save');
    write(path, { ...notebook([]), cells: [{ cell_type: 7 }] } as never);
    await run(page, 'journal:export', { format: 'html' });
    await expect(notification(page, '位置：cells[0].cell_type，原因：应为文本，实际为数字。')).toBeVisible();
  });

  test('what an export leaves out is remarked in Chinese, on the page too', async ({ page, tmpPath }) => {
    await open(page, `${tmpPath}/study.ipynb`, '![A curve](attachment:lost.png)');
    await run(page, 'journal:export', { format: 'html' });
    await notification(page, '已导出到 study.html，有 1 条提示。')
      .getByRole('button', { name: '提示' })
      .click();
    const dialog = page.getByRole('dialog').filter({ hasText: '关于 study.html 的提示' });
    await expect(dialog.getByRole('listitem')).toHaveText('第 1 个单元格：图片“lost.png”缺失或不是图片。');
    expect(readFileSync(onDisk(`${tmpPath}/study.html`), 'utf-8')).toContain('[缺少图片：lost.png]');
  });
});
