import { expect, galata, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { markdown, notebook, read, write } from '../notebooks';
import type { ICell } from '../notebooks';
import { run } from './journalPanel';

const NAME = 'study.ipynb';
const GOAL = {
  version: 1,
  id: '01JD8Y0Z8M3V5R7T9W2X4A6C8E',
  kind: 'goal',
  created: '2026-11-20T12:00:00+08:00'
};

/** Options of a test in a lab in one language. */
export function inLanguage(language: 'en' | 'zh_CN'): Parameters<typeof test.use>[0] {
  return {
    mockSettings: {
      ...galata.DEFAULT_SETTINGS,
      '@jupyterlab/translation-extension:plugin': { locale: language }
    },
    // Galata waits for a tab with an English name.
    waitForApplication: async ({}, use) => {
      await use(async page => {
        await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
        await page.locator('.jp-LauncherCard').first().waitFor();
      });
    }
  };
}

export function source(cell: ICell | undefined): string {
  return joined(cell?.source ?? '');
}

/** A text that may be split into lines. */
export function joined(text: string | string[]): string {
  return Array.isArray(text) ? text.join('') : text;
}

/** Wait until the notebook has its kernel: before that, the lab answers a run with a dialog. */
export async function kernelIsIdle(page: IJupyterLabPageFixture): Promise<void> {
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
export async function runCell(page: IJupyterLabPageFixture): Promise<void> {
  const prompt = page.locator('.jp-CodeCell .jp-InputPrompt');
  const before = (await prompt.textContent()) ?? '';
  await prompt.click();
  await page.keyboard.press('Control+Enter');
  await expect(prompt).not.toHaveText(before);
  await expect(prompt).toHaveText(/\[\d+\]:/);
}

/**
 * Open a notebook with these cells below a goal, and run the first of them. By commands alone:
 * Galata's helpers find parts of the lab by their English names.
 */
export async function openAndRun(
  page: IJupyterLabPageFixture,
  folder: string,
  cells: ICell[]
): Promise<void> {
  const goal = { ...markdown('goal', '## Goal · Beat 97 %'), metadata: { journal: GOAL } };
  write(`${folder}/${NAME}`, notebook([goal, ...cells]));
  await run(page, 'docmanager:open', { path: `${folder}/${NAME}` });
  await kernelIsIdle(page);
  await runCell(page);
}

/** Save, and return the entry below the first code cell. */
export async function inserted(page: IJupyterLabPageFixture, folder: string): Promise<ICell | undefined> {
  await expect(page.locator('.jp-MarkdownCell')).toHaveCount(2);
  return (await save(page, folder))[2];
}

/** Save, and return the cells as they lie in the file. */
export async function save(page: IJupyterLabPageFixture, folder: string): Promise<ICell[]> {
  await run(page, 'docmanager:save');
  return read(`${folder}/${NAME}`).cells;
}
