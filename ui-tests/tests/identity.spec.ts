import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { code, markdown, notebook, read, write } from '../notebooks';
import type { ICell } from '../notebooks';
import { run } from '../pages/journalPanel';
import { kernelIsIdle, openAndRun, runCell, source } from '../pages/study';

/** What stands under `metadata.journal`, as far as it matters here. */
interface IRecord {
  id: string;
  copied_from?: string;
  snapshot?: {
    same_as?: string;
    drift?: { name: string; before: string | null; after: string | null }[];
  } & Record<string, unknown>;
}

const FACTS = {
  version: 1,
  captured_at: '2026-11-20T12:00:00+08:00',
  busy: false,
  language: 'python',
  git: { commit: 'aaaaaaa', dirty: false }
};

const ids = [1, 2, 3].map(number => `01JD${String(number).padStart(22, '0')}`);

/** A step; the first holds the facts, the others refer to it. */
function step(number: number, text: string, commit?: string): ICell {
  const drift = [{ name: 'git.commit', before: 'aaaaaaa', after: commit ?? null }];
  const snapshot = commit === undefined ? FACTS : { same_as: ids[0], drift };
  const created = `2026-11-20T12:0${number}:00+08:00`;
  const journal = { version: 1, id: ids[number - 1], kind: 'step', created, title: text, snapshot };
  return {
    ...markdown(`s${number}`, `### Step ${number} · ${text}\n\nmine ${number}`),
    metadata: { journal }
  };
}

const STEPS = [step(1, 'a'), step(2, 'b', 'bbbbbbb'), step(3, 'c', 'ccccccc')];

class Study {
  constructor(
    private readonly page: IJupyterLabPageFixture,
    private readonly path: string
  ) {}

  /** Save, and return the cells as they lie in the file. */
  async cells(): Promise<ICell[]> {
    await run(this.page, 'docmanager:save');
    return read(this.path).cells;
  }

  async records(): Promise<(IRecord | undefined)[]> {
    return (await this.cells()).map(cell => cell.metadata.journal as IRecord | undefined);
  }

  /** Make a cell the active one, with the keys of the command mode. */
  async select(index: number): Promise<void> {
    const cell = this.page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell').nth(index);
    await cell.locator('.jp-InputPrompt').first().click();
    await expect(cell).toHaveClass(/jp-mod-active/);
  }

  async press(keys: string, count: number): Promise<void> {
    await this.page.keyboard.press(keys);
    await this.count(count);
  }

  async count(count: number): Promise<void> {
    await expect(this.page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell')).toHaveCount(count);
  }
}

async function open(page: IJupyterLabPageFixture, path: string, cells: ICell[]): Promise<Study> {
  write(path, notebook(cells));
  await run(page, 'docmanager:open', { path });
  const study = new Study(page, path);
  await study.count(cells.length);
  return study;
}

test.describe('The entries of a notebook', () => {
  test('are copied, cut and pasted by key without two of one id, and undo gives back what was', async ({
    page,
    tmpPath
  }) => {
    const study = await open(page, `${tmpPath}/study.ipynb`, STEPS);
    const before = await study.records();
    await study.select(1);
    await page.keyboard.press('c');
    await run(page, 'notebook:paste-cell-above');
    await study.count(4);
    const pasted = await study.records();
    expect(pasted.map(record => record?.copied_from)).toEqual([undefined, ids[1], undefined, undefined]);
    expect(new Set(pasted.map(record => record?.id)).size).toBe(4);
    // A copy is no step that was made.
    expect((await study.cells()).map(cell => source(cell).slice(0, 10))).toEqual([
      '### Step 1',
      '### Step 2',
      '### Step 2',
      '### Step 3'
    ]);
    await study.press('z', 3);
    expect(await study.records()).toEqual(before);
    await study.select(2);
    await study.press('x', 2);
    await study.select(0);
    await study.press('v', 3);
    expect((await study.records()).map(record => record?.id)).toEqual([ids[0], ids[2], ids[1]]);
    await study.select(1);
    await run(page, 'notebook:duplicate-below');
    await study.count(4);
    expect((await study.records())[2]).toMatchObject({ copied_from: ids[2] });
  });

  test('keep the record in the first half of a split, and the text of the user is free', async ({
    page,
    tmpPath
  }) => {
    const study = await open(page, `${tmpPath}/study.ipynb`, STEPS.slice(0, 1));
    await study.select(0);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Home');
    await study.press('Control+Shift+Minus', 2);
    expect((await study.cells()).map(source)).toEqual(['### Step 1 · a', 'mine 1']);
    expect((await study.records()).map(record => record?.id)).toEqual([ids[0], undefined]);
    await page.keyboard.press('Escape');
    await study.press('z', 1);
    expect((await study.records()).map(record => record?.id)).toEqual([ids[0]]);
  });

  test('keep their facts when the one that holds them is deleted, and when that is undone', async ({
    page,
    tmpPath
  }) => {
    const study = await open(page, `${tmpPath}/study.ipynb`, STEPS);
    const before = await study.records();
    await study.select(0);
    await page.keyboard.press('d');
    await study.press('d', 2);
    const [second, third] = await study.records();
    expect(second?.snapshot).toMatchObject({ git: { commit: 'bbbbbbb' } });
    expect(third?.snapshot).toEqual({
      same_as: ids[1],
      drift: [{ name: 'git.commit', before: 'bbbbbbb', after: 'ccccccc' }]
    });
    await study.press('z', 3);
    expect(await study.records()).toEqual(before);
  });

  test('are other entries with whole facts in another notebook', async ({ page, tmpPath }) => {
    const study = await open(page, `${tmpPath}/study.ipynb`, STEPS);
    await study.select(1);
    await page.keyboard.press('c');
    const other = await open(page, `${tmpPath}/other.ipynb`, [markdown('m', 'text')]);
    await other.select(0);
    await other.press('v', 2);
    const pasted = (await other.records())[1];
    expect(pasted).toMatchObject({ copied_from: ids[1], snapshot: { git: { commit: 'bbbbbbb' } } });
    expect(pasted?.id).not.toBe(ids[1]);
    expect(source((await other.cells())[1])).toContain('### Step 1 · b');
  });

  test('are none as code, and entries again as text', async ({ page, tmpPath }) => {
    const study = await open(page, `${tmpPath}/study.ipynb`, STEPS);
    await run(page, 'journal:open-panel');
    const lines = page.locator('.jp-JournalTimeline-item');
    await expect(lines).toHaveCount(3);
    await study.select(1);
    await page.keyboard.press('y');
    await expect(lines).toHaveCount(2);
    await expect.poll(async () => source((await study.cells())[2]).slice(0, 10)).toBe('### Step 2');
    await page.keyboard.press('m');
    await expect(lines).toHaveCount(3);
    await expect.poll(async () => source((await study.cells())[2]).slice(0, 10)).toBe('### Step 3');
    expect((await study.records()).map(record => record?.id)).toEqual(ids);
  });

  test('count the next step after copies, also when the page was loaded anew', async ({ page, tmpPath }) => {
    await openAndRun(page, tmpPath, [code('trains', 'lr = 0.1'), ...STEPS]);
    const study = new Study(page, `${tmpPath}/study.ipynb`);
    await study.select(3);
    await run(page, 'notebook:duplicate-below');
    await study.count(6);
    await study.cells();
    // Galata's own helper waits for a launcher, which is not there any more.
    await Promise.all([page.waitForEvent('load'), page.evaluate(() => window.location.reload())]);
    await page.waitForFunction(async () => {
      const { jupyterapp } = window as unknown as { jupyterapp?: { restored: Promise<void> } };
      await jupyterapp?.restored;
      return jupyterapp !== undefined;
    });
    await run(page, 'docmanager:open', { path: `${tmpPath}/study.ipynb` });
    await study.count(6);
    await kernelIsIdle(page);
    await runCell(page);
    await run(page, 'journal:insert-debug-step');
    await study.count(7);
    const cells = await study.cells();
    expect(cells.filter(cell => source(cell).startsWith('### Step 4'))).toHaveLength(1);
    expect(cells.filter(cell => source(cell).startsWith('### Step 2'))).toHaveLength(2);
  });
});
