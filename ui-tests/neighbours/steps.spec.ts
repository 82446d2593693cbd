import { expect, test } from '@playwright/test';

import { code, markdown, notebook, write } from '../notebooks';
import { run } from '../pages/journalPanel';
import { SharedNotebook } from '../pages/sharedNotebook';

/** A cell whose accuracy follows from the rate, and stands in its output alone. */
const training = (lr: string): string => `lr = ${lr}\nprint(f"accuracy={1 - 4 * lr:.1%}")`;

/** The rows of a step from one rate to another, computed without the journal. */
function rows(before: string, after: string): string[] {
  const was = 100 * (1 - 4 * Number(before));
  const is = 100 * (1 - 4 * Number(after));
  return [
    `| \`lr\` | ${before} | ${after} |`,
    `| accuracy | ${was.toFixed(1)} % | ${is.toFixed(1)} % | +${(is - was).toFixed(1)} points |`
  ];
}

/** Wait until a notebook has exactly these steps, in whatever order. */
async function hasSteps(mine: SharedNotebook, ...steps: string[][]): Promise<void> {
  await expect.poll(() => mine.entries()).toHaveLength(steps.length);
  const entries = await mine.entries();
  for (const step of steps) {
    expect(entries.filter(entry => step.every(row => entry.includes(row)))).toHaveLength(1);
  }
}

let path: string;

test.beforeEach(({}, info) => {
  path = `${info.project.name}/${info.title.replace(/\W+/g, '-')}.ipynb`;
  write(path, notebook([markdown('head', '# Study'), code('trains', training('0.04'))]));
});

test('Two steps tell what changed since the run before, and undo takes one back', async ({ context }) => {
  const mine = await SharedNotebook.open(context, path);
  await mine.run(1);
  await mine.edit(training('0.02'));
  await mine.run(2);
  await mine.insertStep();
  await hasSteps(mine, rows('0.04', '0.02'));
  await mine.edit(training('0.01'));
  await mine.run(3);
  await mine.insertStep();
  await hasSteps(mine, rows('0.04', '0.02'), rows('0.02', '0.01'));
  await run(mine.page, 'notebook:undo-cell-action');
  await hasSteps(mine, rows('0.04', '0.02'));
});

test('A step about a run of another person appears once for both', async ({ context }) => {
  const mine = await SharedNotebook.open(context, path);
  const yours = await SharedNotebook.open(context, path);
  await mine.run(1);
  await yours.hasRun(1);
  await yours.edit(training('0.02'));
  await yours.run(2);
  await mine.hasRun(2);
  await mine.insertStep();
  await hasSteps(mine, rows('0.04', '0.02'));
  await hasSteps(yours, rows('0.04', '0.02'));
});

test('A page that was reloaded knows the run before', async ({ context }) => {
  const mine = await SharedNotebook.open(context, path);
  await mine.run(1);
  await mine.reload();
  await mine.edit(training('0.02'));
  await mine.run(2);
  await mine.insertStep();
  await hasSteps(mine, rows('0.04', '0.02'));
});

test('A cell that is edited while it runs is compared as it ran', async ({ context }) => {
  const mine = await SharedNotebook.open(context, path);
  await mine.edit(`import time; time.sleep(2)\n${training('0.04')}`);
  await mine.start();
  await mine.edit(training('0.02'));
  await mine.hasRun(1);
  await mine.run(2);
  await mine.insertStep();
  await hasSteps(mine, rows('0.04', '0.02'));
});

test('A cell that fails offers to journal its error', async ({ context }) => {
  const mine = await SharedNotebook.open(context, path);
  await mine.edit('1 / 0');
  await mine.run(1);
  await mine.code.getByRole('button', { name: 'Journal this error' }).click();
  await hasSteps(mine, ['ZeroDivisionError']);
});
