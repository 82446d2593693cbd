import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { waitForDialog } from '@jupyterlab/testing';
import type { Kind } from '../_schema';
import { makeEntry } from '../testing';
import type { IInserted } from './inserted';
import { ComposerBench, type FakeServer } from './testing';

describe('inserting an entry that something speaks against', () => {
  let bench: ComposerBench;
  let panel: NotebookPanel;
  let server: FakeServer;

  beforeEach(async () => {
    bench = await ComposerBench.open();
    ({ panel, server } = bench);
  });

  afterEach(() => {
    bench.dispose();
  });

  /** Ask for an entry; press the button with this label in the dialog, and return its labels. */
  async function insertAndPress(label: string, kind: Kind = 'step'): Promise<[IInserted | null, string[]]> {
    panel.content.activeCellIndex = 4;
    const inserted = bench.insert(kind);
    await waitForDialog(document.body, 5000);
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('.jp-Dialog-button')];
    buttons.find(button => button.textContent.includes(label))?.click();
    return [await inserted, buttons.map(button => button.textContent)];
  }

  const warn = (code: string, entry?: string): void => {
    server.warnings = [{ code, message: 'Look here.', ...(entry !== undefined && { entry }) }];
  };

  describe('because nothing has changed since a step', () => {
    beforeEach(() => {
      warn('unchanged_step', makeEntry('goal', 1).id);
    });

    it('goes on in the earlier entry', async () => {
      const [result] = await insertAndPress('Go On in That Step');
      expect(result).toMatchObject({ entry: makeEntry('goal', 1).id, kind: 'goal' });
      expect(panel.content.activeCellIndex).toBe(0);
      expect(panel.model?.cells.length).toBe(5);
    });

    it('inserts another when asked to, without a warning', async () => {
      const [result] = await insertAndPress('Insert Another');
      expect(result).toMatchObject({ kind: 'step', warnings: [] });
      expect(panel.model?.cells.length).toBe(6);
      expect(Notification.manager.count).toBe(0);
    });

    it('does nothing when cancelled', async () => {
      expect((await insertAndPress('Cancel'))[0]).toBeNull();
      expect(panel.model?.cells.length).toBe(5);
      expect(panel.content.activeCellIndex).toBe(4);
    });

    it('asks also when the earlier entry is in another page only', async () => {
      warn('unchanged_step', makeEntry('step', 77).id);
      const [result, labels] = await insertAndPress('Cancel');
      expect([result, labels]).toEqual([null, ['Cancel', 'Insert Another']]);
    });

    it('asks nothing of a program with a key, which gets the warning', async () => {
      const result = await bench.insertByProgram('step', { key: 'k' });
      expect(result?.warnings).toEqual([{ code: 'unchanged_step', message: 'Look here.' }]);
      expect(panel.model?.cells.length).toBe(6);
    });
  });

  describe('because the error has its entry', () => {
    it('leads there without a question', async () => {
      panel.content.activeCellIndex = 2;
      warn('known_error', makeEntry('note', 2).id);
      await expect(bench.insert('error')).resolves.toMatchObject({ entry: makeEntry('note', 2).id });
      expect(panel.content.activeCellIndex).toBe(4);
      expect(panel.model?.cells.length).toBe(5);
      expect(Notification.manager.count).toBe(0);
    });

    it('reports an entry that is in another page only', async () => {
      warn('known_error', makeEntry('error', 77).id);
      await expect(bench.insert('error')).resolves.toBeNull();
      expect(panel.model?.cells.length).toBe(5);
      expect(Notification.manager.notifications.map(({ message }) => message)).toEqual(['Look here.']);
    });

    it('inserts a second for a program with a key', async () => {
      warn('known_error', makeEntry('note', 2).id);
      await bench.insertByProgram('error', { key: 'k' });
      expect(panel.model?.cells.length).toBe(6);
    });
  });

  describe('because there is nothing to record', () => {
    it.each([
      ['Insert Anyway', 6],
      ['Cancel', 5]
    ])('asks: %s', async (label, length) => {
      warn('nothing_to_record');
      const [result] = await insertAndPress(label, 'figure');
      expect(result === null).toBe(label === 'Cancel');
      expect(panel.model?.cells.length).toBe(length);
      expect(Notification.manager.count).toBe(0);
    });
  });
});
