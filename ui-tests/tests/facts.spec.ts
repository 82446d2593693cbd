import { expect, test } from '@jupyterlab/galata';

import { code, type ICell, markdown, notebook, read, write } from '../notebooks';
import { JournalPanel, run } from '../pages/journalPanel';

const NAME = 'study.ipynb';

/** An entry made where torch was older, another Python ran, and a package was there that is gone. */
function olderEntry(): ICell {
  const snapshot = {
    version: 1,
    captured_at: '2024-01-01T00:00:00Z',
    busy: false,
    language: 'python',
    python: { version: '3.8.1' },
    frameworks: { torch: { version: '2.1.0', imported: true } },
    packages: { count: 2, sha256: 'a', versions: { torch: '2.1.0', 'gone-since': '1.0' } }
  };
  const journal = {
    version: 1,
    id: '01KAG4X2M8ZQ3YB6T5R7W9V0CD',
    kind: 'step',
    created: '2024-01-01T00:00:00Z',
    snapshot
  };
  return { ...markdown('older', '### Step 1 · Older\n'), metadata: { journal } };
}

test('The panel tells facts, findings and what changed since the last entry', async ({
  page,
  tmpPath
}, testInfo) => {
  write(`${tmpPath}/${NAME}`, notebook([olderEntry(), code('seed', 'import numpy\nnumpy.random.seed(7)')]));
  await page.notebook.openByPath(`${tmpPath}/${NAME}`);
  await page.notebook.activate(NAME);
  const panel = new JournalPanel(page);
  await panel.open();
  const facts = panel.root.getByRole('region', { name: 'Facts of the kernel' });
  const notices = facts.locator('summary');
  await expect(notices).toContainText(/Python 3\.8 → 3\.\d+/);
  await expect(notices).toContainText(/torch 2\.1 → 2\.\d+/);

  await page.notebook.runCell(1);
  await notices.click();
  await expect(facts).toContainText("numpy was seeded, Python's random was not");
  await expect(facts).toContainText('7, recovered from its state');
  await expect(facts).toContainText('gone-since 1.0 removed');
  await page.screenshot({ path: testInfo.outputPath('facts.png') });
});

test('After an environment entry nothing has changed, and the entry can be made again', async ({
  page,
  tmpPath
}) => {
  write(`${tmpPath}/${NAME}`, notebook([olderEntry(), code('seed', "open('data.csv', 'w').write('1')")]));
  await page.notebook.openByPath(`${tmpPath}/${NAME}`);
  await page.notebook.activate(NAME);
  const panel = new JournalPanel(page);
  await panel.open();
  const facts = panel.root.getByRole('region', { name: 'Facts of the kernel' });
  await page.notebook.runCell(1);
  await expect(facts).toContainText('torch 2.1 →');
  await page.notebook.selectCells(1);
  await run(page, 'journal:insert-environment');
  await expect(panel.entries).toHaveCount(2);
  await expect(facts).not.toContainText('→');

  await page.notebook.save();
  const { cells } = read(`${tmpPath}/${NAME}`);
  const cell = cells.find(found => [found.source].flat().join('').startsWith('## Environment'));
  const source = [cell?.source ?? ''].flat().join('');
  expect(source).toContain('requirements.txt: exact');
  expect(source).toContain('**Data.** `data.csv`');
  expect(cell?.metadata.journal).toMatchObject({ snapshot: { data: [{ path: 'data.csv', bytes: 1 }] } });
});
