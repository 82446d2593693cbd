import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { commitAll, onDisk, read } from '../notebooks';
import type { ICell } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';
import { ReviewView } from '../pages/reviewView';
import { joined, kernelIsIdle, source } from '../pages/study';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'digits.ipynb');
const SECOND_TRAINING = 'digits-11';

interface IRow {
  name: string;
  before: unknown;
  after: unknown;
}

interface IRecord {
  id: string;
  kind: string;
  created: string;
  copied_from?: string;
  changes?: (IRow & { evidence: string[] })[];
  metrics?: IRow[];
  source?: { cell_id: string };
}

/** The journal's half of a cell, if it has one. */
function record(cell: ICell): IRecord | undefined {
  return cell.metadata.journal as IRecord | undefined;
}

/** What a training cell printed last, read from its output by nothing of ours. */
function printed(cell: ICell): Record<string, number> {
  const outputs = (cell.outputs ?? []) as { text?: string | string[] }[];
  const text = outputs.map(output => joined(output.text ?? '')).join('');
  const last = text.trim().split('\n').at(-1) ?? '';
  return Object.fromEntries(
    [...last.matchAll(/(\w+)=([\d.]+)/g)].map(([, name, value]) => [name, Number(value)])
  );
}

/** What a cell sets, read from its code by nothing of ours. */
function settings(cell: ICell): Record<string, string> {
  return Object.fromEntries(
    [...source(cell).matchAll(/^(\w+) = ([\d.]+)$/gm)].map(([, name, value]) => [name, value])
  );
}

/** A person with the example over days. */
class Walk {
  constructor(private readonly page: IJupyterLabPageFixture) {
    this.panel = new JournalPanel(page);
  }

  readonly panel: JournalPanel;

  /** The cells as the notebook holds them now. */
  async cells(): Promise<ICell[]> {
    return this.page.evaluate(() => {
      interface IPanel {
        content: { model: { toJSON(): unknown } };
      }
      const { shell } = (window as unknown as { jupyterapp: { shell: { currentWidget: IPanel } } })
        .jupyterapp;
      return (shell.currentWidget.content.model.toJSON() as { cells: never[] }).cells;
    });
  }

  /** The debug steps, in the order in which they were made. */
  async steps(): Promise<ICell[]> {
    const steps = (await this.cells()).filter(cell => record(cell)?.kind === 'step');
    return steps.sort((a, b) => (record(a)?.created ?? '').localeCompare(record(b)?.created ?? ''));
  }

  async training(): Promise<ICell> {
    const found = (await this.cells()).find(cell => cell.id === SECOND_TRAINING);
    expect(found).toBeDefined();
    return found as ICell;
  }

  async select(id: string): Promise<number> {
    const index = (await this.cells()).findIndex(cell => cell.id === id);
    expect(index, `the cell ${id}`).toBeGreaterThanOrEqual(0);
    await this.page.notebook.selectCells(index);
    return index;
  }

  /** Edit the second training cell and run it. */
  async train(code: string): Promise<void> {
    const index = await this.select(SECOND_TRAINING);
    await this.page.notebook.setCell(
      index,
      'code',
      `${code}\nmodel, history = train(lr, momentum, batch_size, epochs)`
    );
    await this.page.notebook.runCell(index, true);
    await this.page.notebook.selectCells(index);
  }

  /** Press the button of the panel and write the analysis where the cursor waits. */
  async insertStep(): Promise<ICell> {
    const before = new Set((await this.cells()).map(cell => cell.id));
    await this.panel.button('Insert debug step').click();
    await expect(this.page.locator('.jp-MarkdownCell.jp-mod-active:not(.jp-mod-rendered)')).toHaveCount(1);
    await this.page.keyboard.type('The smaller step.');
    await this.page.keyboard.press('Shift+Enter');
    const added = (await this.cells()).filter(cell => !before.has(cell.id));
    expect(added).toHaveLength(1);
    expect(source(added[0])).toContain('**Analysis.** The smaller step.');
    return added[0];
  }

  /** Run all cells in a kernel that has run none, and wait for the end of the last one. */
  async runAll(): Promise<void> {
    const counts = async (): Promise<unknown[]> =>
      (await this.cells()).filter(cell => cell.cell_type === 'code').map(cell => cell.execution_count);
    const inOrder = (await counts()).map((_, index) => index + 1);
    await this.page.menu.clickMenuItem('Run>Run All Cells');
    // The example comes with the numbers of its own session: they go when the cells are queued.
    await expect.poll(counts).not.toEqual(inOrder);
    await expect.poll(counts, { timeout: 180_000 }).toEqual(inOrder);
  }

  /** Restart the kernel; by the server's own route, because Galata answers the page's requests about kernels itself. */
  async restart(): Promise<void> {
    const id = await this.page.evaluate(() => {
      interface IPanel {
        sessionContext: { session: { kernel: { id: string } } };
      }
      const { shell } = (window as unknown as { jupyterapp: { shell: { currentWidget: IPanel } } })
        .jupyterapp;
      return shell.currentWidget.sessionContext.session.kernel.id;
    });
    const answer = await this.page.request.post(
      `${new URL(this.page.url()).origin}/api/kernels/${id}/restart`
    );
    expect(answer.ok()).toBe(true);
    await kernelIsIdle(this.page);
  }
}

/** Hold a step against what the cell set and printed before and now. */
function check(step: ICell, before: ICell, now: ICell): void {
  const { changes = [], metrics = [] } = record(step) ?? {};
  const own = changes.filter(({ evidence }) => evidence.includes('source'));
  const [was, is] = [settings(before), settings(now)];
  const edited = Object.keys(is).filter(name => is[name] !== (was[name] ?? is[name]) || !(name in was));
  expect(own.map(({ name }) => name).sort()).toEqual(edited.sort());
  for (const { name, before: value, after } of own) {
    expect(after).toBe(is[name]);
    if (name in was) {
      expect(value).toBe(was[name]);
    }
    expect(source(step)).toContain(`| \`${name}\` | ${String(value)} | ${String(after)} |`);
  }
  const [then, measured] = [printed(before), printed(now)];
  expect(Object.keys(measured).length).toBeGreaterThan(2);
  const rows = Object.fromEntries(metrics.map(row => [row.name, [row.before, row.after]]));
  const expected = Object.fromEntries(
    Object.keys(measured).map(name => [name, [then[name], measured[name]]])
  );
  expect(rows).toEqual(expected);
}

test('The five minutes of the README, and the days after', async ({ page, tmpPath }, testInfo) => {
  test.setTimeout(600_000);
  const path = `${tmpPath}/digits.ipynb`;
  await page.contents.createDirectory(tmpPath);
  copyFileSync(EXAMPLE, onDisk(path));
  commitAll(tmpPath);
  const walk = new Walk(page);
  const recorded = read(path).cells.filter(record);
  const headings = recorded.map(cell => source(cell).split('\n')[0]);
  const kept = async (): Promise<void> => {
    const cells = await walk.cells();
    const now = recorded.map(({ id }) => cells.find(cell => cell.id === id));
    expect(now.map(cell => source(cell).split('\n')[0])).toEqual(headings);
  };

  await test.step('1. Look: a click on an entry leads to its cell', async () => {
    await page.notebook.openByPath(path);
    await page.notebook.activate('digits.ipynb');
    await page.sidebar.openTab('jupyterlab-journal-panel').catch(() => walk.panel.open());
    await expect(walk.panel.entries).toHaveCount(recorded.length);
    await walk.panel.entries.filter({ hasText: 'lr 1.0 → 0.05' }).first().click();
    await expect(page.locator('.jp-Cell.jp-mod-active')).toContainText('lr 1.0 → 0.05');
  });

  await test.step('2. Run all cells; the last one fails on purpose', async () => {
    await walk.runAll();
    const last = (await walk.cells()).filter(cell => cell.cell_type === 'code').at(-1);
    expect(last?.outputs).toContainEqual(expect.objectContaining({ output_type: 'error' }));
  });

  await test.step('3. State a goal, typing over the selected question', async () => {
    await walk.select('digits-02');
    await walk.panel.button('Goal').click();
    await expect(walk.panel.entries).toHaveCount(recorded.length + 1);
    await expect(page.locator('.jp-Notebook.jp-mod-editMode')).toHaveCount(1);
    await page.keyboard.type('Beat 98 % on digits.');
    await page.keyboard.press('Escape');
    const cells = await walk.cells();
    const goal = cells.find(cell => source(cell).includes('**Problem.** Beat 98 % on digits.'));
    expect(record(goal as ICell)?.kind).toBe('goal');
  });

  let before = await walk.training();
  await test.step('4. Change something: lr = 0.02, run, Insert debug step', async () => {
    await walk.train('lr = 0.02');
    const now = await walk.training();
    const step = await walk.insertStep();
    expect(source(step)).toMatch(/^### Step 3 · lr 0\.05 → 0\.02\n/);
    check(step, before, now);
    before = now;
    await kept();
    await page.screenshot({ path: testInfo.outputPath('days-step.png') });
  });

  await test.step('5. Journal the error', async () => {
    await walk.select('digits-15');
    const count = await walk.panel.entries.count();
    await walk.panel.button('Error').click();
    await expect(walk.panel.entries).toHaveCount(count + 1);
    const errors = (await walk.cells()).filter(cell => record(cell)?.kind === 'error');
    expect(errors).toHaveLength(2); // the one of the recorded session, and that of this kernel
    await kept();
  });

  await test.step('6. and 7. Export HTML, and review', async () => {
    await walk.panel.button('Export HTML').click();
    await expect(
      page.locator('.Toastify__toast').filter({ hasText: 'Exported to digits.html.' })
    ).toBeVisible();
    await walk.panel.button('Review').click();
    await expect(new ReviewView(page).entries.first()).toBeVisible();
    await page.activity.closePanel('Review: digits.ipynb');
    await page.notebook.activate('digits.ipynb');
  });

  await test.step('The same six times in a row: the journal runs forward', async () => {
    for (const [index, lr] of ['0.03', '0.04', '0.06', '0.07', '0.08', '0.09'].entries()) {
      await walk.train(`lr = ${lr}`);
      const now = await walk.training();
      const step = await walk.insertStep();
      expect(source(step)).toMatch(new RegExp(`^### Step ${4 + index} · lr `));
      check(step, before, now);
      before = now;
    }
    const cells = await walk.cells();
    const about = cells.filter(cell => record(cell)?.source?.cell_id === SECOND_TRAINING);
    const made = about.map(cell => record(cell)?.created ?? '');
    expect(made).toEqual([...made].sort());
    await kept();
  });

  await test.step('After a restart it goes on where it was', async () => {
    await walk.restart();
    await walk.runAll();
    await walk.train('lr = 0.01\nmomentum = 0.5');
    const now = await walk.training();
    const step = await walk.insertStep();
    expect(source(step)).toMatch(/^### Step 10 · /);
    const changes = Object.fromEntries(
      (record(step)?.changes ?? []).map(row => [row.name, [row.before, row.after]])
    );
    expect(changes.lr).toEqual(['0.09', '0.01']);
    expect(changes.momentum).toEqual(['0.9', '0.5']);
    const accuracy = record(step)?.metrics?.find(({ name }) => name === 'val_accuracy');
    expect([accuracy?.before, accuracy?.after]).toEqual([
      printed(before).val_accuracy,
      printed(now).val_accuracy
    ]);
    before = now;
  });

  await test.step('A copied step is no step that was made', async () => {
    const last = (await walk.steps()).at(-1);
    await walk.select(last?.id ?? '');
    await run(page, 'notebook:copy-cell');
    await run(page, 'notebook:paste-cell-below');
    await expect
      .poll(async () => new Set((await walk.cells()).filter(record).map(cell => record(cell)?.id)).size)
      .toBe((await walk.cells()).filter(record).length);
    const copies = (await walk.cells()).filter(cell => record(cell)?.copied_from !== undefined);
    expect(copies.map(cell => record(cell)?.copied_from)).toEqual([record(last as ICell)?.id]);
    await walk.train('lr = 0.015\nmomentum = 0.5');
    const now = await walk.training();
    const step = await walk.insertStep();
    expect(source(step)).toMatch(/^### Step 11 · lr 0\.01 → 0\.015\n/);
    check(step, before, now);
    before = now;
  });

  await test.step('Of a split step the first half keeps the record', async () => {
    const last = (await walk.steps()).at(-1) as ICell;
    const count = (await walk.cells()).filter(record).length;
    const index = await walk.select(last.id);
    await page.notebook.enterCellEditingMode(index);
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Home');
    await run(page, 'notebook:split-cell-at-cursor');
    await expect.poll(async () => (await walk.cells()).filter(record).length).toBe(count);
    const half = (await walk.cells()).find(cell => record(cell)?.id === record(last)?.id);
    expect(source(half)).toMatch(/^### Step 11 · /);
    await walk.train('lr = 0.012\nmomentum = 0.5');
    const now = await walk.training();
    const step = await walk.insertStep();
    expect(source(step)).toMatch(/^### Step 12 · lr 0\.015 → 0\.012\n/);
    check(step, before, now);
    await kept();
  });
});
