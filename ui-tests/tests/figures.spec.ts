import { expect, test } from '@jupyterlab/galata';

import { code } from '../notebooks';
import { run } from '../pages/journalPanel';
import { inserted, joined, openAndRun } from '../pages/study';

/** Draws a curve as most papers want it: as a vector, 400 by 300 pixels. */
const DRAWING = [
  'from io import StringIO',
  'from IPython.display import display',
  'import matplotlib',
  'matplotlib.use("Agg")',
  'import matplotlib.pyplot as plt',
  'print("Epoch 1/2 loss=0.5")',
  'print("Epoch 2/2 loss=0.4")',
  'plt.figure(figsize=(400 / 96, 300 / 96))',
  'plt.plot([1, 2, 3], [3, 1, 2])',
  'plt.title("Training loss")',
  'drawn = StringIO()',
  'plt.savefig(drawn, format="svg")',
  'display({"image/svg+xml": drawn.getvalue()}, raw=True)'
].join('\n');

/** A vector that says neither how large it is nor what part of the plane it shows. */
const SIZELESS = [
  'from IPython.display import SVG, display',
  `display(SVG('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'))`
].join('\n');

const WARNING = 'JupyterLab does not';

/** Width and height of a PNG, which its first chunk begins with. */
function sizeOf(png: string): [number, number] {
  const bytes = Buffer.from(png, 'base64');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

for (const kind of ['figure', 'result'] as const) {
  test(`A vector of a ${kind} is seen in the lab, and kept for exports`, async ({
    page,
    tmpPath
  }, testInfo) => {
    await openAndRun(page, tmpPath, [code('draws', DRAWING)]);
    await run(page, `journal:insert-${kind}`);
    const entry = await inserted(page, tmpPath);
    await run(page, 'notebook:enter-command-mode');
    await run(page, 'notebook:render-all-markdown');
    const picture = page.locator('.jp-MarkdownCell img[src^="data:image/png"]').last();
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate(node => (node as HTMLImageElement).naturalWidth)).toBe(400);
    await page.screenshot({ path: testInfo.outputPath(`vector-${kind}.png`) });

    const [vector] = Object.values(entry?.attachments ?? {}).filter(bundle => 'image/svg+xml' in bundle);
    expect(Object.keys(vector).sort()).toEqual(['image/png', 'image/svg+xml']);
    expect(sizeOf(joined(vector['image/png']))).toEqual([400, 300]);
    expect(Buffer.from(joined(vector['image/svg+xml']), 'base64').toString()).toContain('<svg');
    await expect(page.locator('.Toastify__toast', { hasText: WARNING })).toHaveCount(0);
  });
}

test('A vector that cannot be drawn is kept as it is, and that is said', async ({ page, tmpPath }) => {
  await openAndRun(page, tmpPath, [code('draws', SIZELESS)]);
  await run(page, 'journal:insert-figure');
  await expect(page.locator('.Toastify__toast', { hasText: WARNING })).toBeVisible();
  const entry = await inserted(page, tmpPath);
  expect(Object.values(entry?.attachments ?? {}).map(bundle => Object.keys(bundle))).toEqual([
    ['image/svg+xml']
  ]);
});
