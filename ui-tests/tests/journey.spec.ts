import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { commitAll, onDisk, read } from '../notebooks';
import type { ICell } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';
import { ReviewView } from '../pages/reviewView';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'digits.ipynb');

/** The parts of an entry's metadata that the journey looks at. */
interface IEntry {
  kind: string;
  changes?: { name: string; before: string | null; after: string | null; evidence: string[] }[];
  metrics?: { name: string; before: number | null; after: number; unit: string }[];
  error?: { type: string; cause: string };
  snapshot?: { same_as?: string; python?: { version: string } };
}

function source(cell: ICell): string {
  return Array.isArray(cell.source) ? cell.source.join('') : cell.source;
}

function entry(cell: ICell): IEntry | undefined {
  return cell.metadata.journal as IEntry | undefined;
}

/** The copy of the example that the journey walks through. */
class Notebook {
  constructor(
    private readonly page: IJupyterLabPageFixture,
    private readonly path: string
  ) {}

  /** The cells as they lie in the file now. */
  get cells(): ICell[] {
    return read(this.path).cells;
  }

  /** Make the first plain cell that contains `part` the active one. */
  async select(part: string): Promise<number> {
    const index = this.cells.findIndex(cell => source(cell).includes(part) && !entry(cell));
    expect(index, `a cell with ${part}`).toBeGreaterThanOrEqual(0);
    await this.page.notebook.selectCells(index);
    return index;
  }

  /** Run a command that inserts one entry, save, and return the entry's cell from the file. */
  async insert(command: string, args: object = {}): Promise<ICell> {
    await this.page.notebook.save();
    const before = new Set(this.cells.map(cell => cell.id));
    await run(this.page, command, args);
    await this.page.notebook.save();
    const added = this.cells.filter(cell => !before.has(cell.id));
    expect(added, `cells added by ${command}`).toHaveLength(1);
    return added[0];
  }
}

test('From a goal to a review, on the example experiment', async ({ page, tmpPath }, testInfo) => {
  test.setTimeout(240_000);
  const path = `${tmpPath}/digits.ipynb`;
  await page.contents.createDirectory(tmpPath);
  copyFileSync(EXAMPLE, onDisk(path));
  commitAll(tmpPath);
  const notebook = new Notebook(page, path);
  const panel = new JournalPanel(page);
  const recorded = notebook.cells.filter(entry).length;

  await test.step('The example opens with its journal', async () => {
    await page.notebook.openByPath(path);
    await page.notebook.activate('digits.ipynb');
    await panel.open();
    await expect(panel.entries).toHaveCount(recorded);
  });

  await test.step('It runs, and the panel knows what it runs with', async () => {
    await page.notebook.run();
    const facts = panel.root.getByRole('region', { name: 'Facts of the kernel' });
    await expect(facts).toContainText(/Python 3\.\d+.*torch 2\.\d+.*seed 42/s, { timeout: 60_000 });
  });

  await test.step('A goal comes with its first question selected: typing answers it', async () => {
    await notebook.select('## 1. Purpose');
    await run(page, 'journal:insert-entry', { kind: 'goal' });
    await expect(panel.entries).toHaveCount(recorded + 1);
    await page.keyboard.type('Beat 98 % on digits.');
    await page.keyboard.press('Escape');
    await page.notebook.save();
    const goal = notebook.cells[2];
    expect(entry(goal)?.kind).toBe('goal');
    expect(source(goal)).toContain('**Problem.** Beat 98 % on digits.');
  });

  await test.step('The environment is read from the kernel, with the seeds in force', async () => {
    await notebook.select('torch.use_deterministic_algorithms');
    const environment = await notebook.insert('journal:insert-environment');
    expect(source(environment)).toMatch(/\| torch \| 2\.\d+\.\d+/);
    expect(source(environment)).toMatch(/\| Seed of torch \| 42 /);
    expect(entry(environment)?.snapshot?.python?.version).toMatch(/^3\.\d+/);
  });

  await test.step('A debug step compares the learning rates and the metrics by itself', async () => {
    const index = await notebook.select('lr = 0.05');
    await page.notebook.setCell(
      index,
      'code',
      'lr = 3e-2\nmodel, history = train(lr, momentum, batch_size, epochs)'
    );
    await page.notebook.runCell(index, true);
    await page.notebook.selectCells(index);
    const step = await notebook.insert('journal:insert-debug-step');
    expect(source(step)).toMatch(/^### Step 3 · lr 0\.05 → 3e-2\n/);
    expect(source(step)).toContain('| `lr` | 0.05 | 3e-2 |');
    // The rest is drift: this environment has other packages than the one the example was recorded in.
    const [largest, ...rest] = entry(step)?.changes ?? [];
    expect(largest).toMatchObject({
      name: 'lr',
      before: '0.05',
      after: '3e-2',
      evidence: ['value', 'source']
    });
    expect(rest.filter(change => !change.evidence.includes('environment'))).toEqual([]);
    const accuracy = entry(step)?.metrics?.find(metric => metric.name === 'val_accuracy');
    expect(accuracy?.unit).toBe('%');
    expect(accuracy?.after).toBeGreaterThan(90);
    // The earlier steps keep their numbers.
    await expect(page.getByRole('heading', { name: 'Step 2 · lr 1.0 → 0.05' })).toHaveCount(1);
    await page.screenshot({ path: testInfo.outputPath('journey-step.png') });
  });

  await test.step('A failing cell becomes an error entry with its cause', async () => {
    await page.notebook.addCell('code', 'torch.ones(2, 3) @ torch.ones(4, 5)');
    const last = (await page.notebook.getCellCount()) - 1;
    await page.notebook.runCell(last, true);
    await page.notebook.selectCells(last);
    const error = await notebook.insert('journal:insert-error');
    expect(source(error)).toContain('mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)');
    expect(entry(error)?.error).toMatchObject({ type: 'RuntimeError', cause: 'shape_mismatch' });
  });

  await test.step('One click writes a page that needs no network', async () => {
    await panel.button('Export HTML').click();
    const done = page.locator('.Toastify__toast').filter({ hasText: 'Exported to digits.html.' });
    await expect(done).toBeVisible();
    await done.getByRole('button', { name: 'Hide notification' }).click();
    expect(existsSync(onDisk(`${tmpPath}/digits.html`))).toBe(true);
    const html = readFileSync(onDisk(`${tmpPath}/digits.html`), 'utf-8');
    expect(html).toContain('Beat 98 % on digits.');
    expect(html).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="(?:https?:)?\/\//);
  });

  await test.step('The review tells in journal terms what is new since the commit', async () => {
    await panel.button('Review').click();
    const review = new ReviewView(page);
    await expect(review.entries).toHaveCount(4);
    await expect(review.entries.filter({ hasText: 'lr 0.05 → 3e-2' })).toHaveCount(1);
    await expect(review.cells.first()).toBeVisible();
    await page.screenshot({ path: testInfo.outputPath('journey-review.png') });
  });
});
