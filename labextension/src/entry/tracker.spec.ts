import { NotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { codeCell, makePanel } from '../testing';
import { JournalTracker } from './tracker';
import { HEADINGS } from './testing';

describe('the journals of the open notebooks', () => {
  let panel: NotebookPanel;
  let other: NotebookPanel;
  let tracker: JournalTracker;

  beforeEach(async () => {
    panel = await makePanel([codeCell('x = 1')]);
    const notebooks = new NotebookTracker({ namespace: 'notebook' });
    other = await makePanel([codeCell('x = 2')]);
    await notebooks.add(panel);
    await notebooks.add(other);
    tracker = new JournalTracker(notebooks, HEADINGS);
  });

  afterEach(() => {
    for (const each of [panel, other]) {
      each.context.dispose();
      each.dispose();
    }
  });

  it('are found by path, in front or not', async () => {
    const path = panel.context.localPath;
    expect((await tracker.find(other.context.localPath))?.panel).toBe(other);
    const found = await tracker.find(path);
    expect(found?.panel).toBe(panel);
    await expect(tracker.find(`/${path}`)).resolves.toBe(found);
    await expect(tracker.find(panel.context.path)).resolves.toBe(found);
  });

  it('are not found for a notebook that is not open', async () => {
    await expect(tracker.find('gone.ipynb')).resolves.toBeNull();
    await expect(tracker.find('')).resolves.toBeNull();
  });
});
