import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { JournalAPIError } from '../api';
import { makeEntry, sources } from '../testing';
import { ComposerBench, type FakeServer } from './testing';

describe('inserting an entry for a program', () => {
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

  it('acts on the cell it names, and takes the focus from nobody', async () => {
    panel.content.activeCellIndex = 4;
    const isVisible = jest.spyOn(panel, 'isVisible', 'get').mockReturnValue(true);
    const cell = panel.content.widgets[1]?.model.id ?? '';
    const result = await bench.insertByProgram('step', { cell });
    expect(server.requests[0]?.cell).toMatchObject({ id: cell, source: 'train()' });
    expect(sources(panel.model)[2]).toContain('Composed step');
    expect(result).toMatchObject({ cell: panel.model?.cells.get(2).id, kind: 'step' });
    expect(panel.content.activeCell?.model.sharedModel.getSource()).toBe('later');
    isVisible.mockRestore();
  });

  it('makes the entry the active cell of a notebook that is not in front', async () => {
    const result = await bench.insertByProgram('goal', { key: 'k' });
    expect(panel.content.activeCell?.model.id).toBe(result?.cell);
    expect(panel.content.mode).toBe('command');
  });

  it('inserts what it asks for at once, one after another', async () => {
    const kinds = ['goal', 'hypothesis', 'conclusion'] as const;
    const results = await Promise.all(kinds.map(kind => bench.insertByProgram(kind)));
    expect(results.map(result => result?.kind)).toEqual(kinds);
    expect(panel.model?.cells.length).toBe(8);
  });

  it('inserts nothing when another page was asked first, and names the entry', async () => {
    server.repeats = true;
    const entry = makeEntry('note', 2);
    server.journal = entry;
    const result = await bench.insertByProgram('note', { key: 'k' });
    const cell = panel.content.widgets[4]?.model.id;
    expect(result).toEqual({ entry: entry.id, cell, kind: 'note', changes: [], metrics: [], warnings: [] });
    server.journal = makeEntry('note', 78);
    await expect(bench.insertByProgram('note', { key: 'k' })).resolves.toMatchObject({ cell: null });
    expect(panel.model?.cells.length).toBe(5);
    expect(server.requests[0]?.key).toBe('k');
  });

  it('gets what the entry records', async () => {
    const changes = [{ name: 'lr', before: '1', after: '2', evidence: ['value' as const] }];
    const metrics = [{ name: 'acc', before: 1, after: 2, unit: '1' }];
    server.journal = makeEntry('step', 50, { changes, metrics });
    server.warnings = [{ code: 'x', message: 'Mind this.', entry: makeEntry('goal', 1).id }];
    const result = await bench.insertByProgram('step');
    const warnings = [{ code: 'x', message: 'Mind this.' }];
    expect(result).toMatchObject({ entry: makeEntry('step', 50).id, changes, metrics, warnings });
    expect(Notification.manager.count).toBe(0);
  });

  it('fails with what is wrong and what to do, without a notification', async () => {
    server.failure = new JournalAPIError({ code: 'x', message: 'No such field', hint: 'Use title.' }, 400);
    await expect(bench.insertByProgram('step')).rejects.toThrow(
      'The entry could not be inserted. No such field. Use title.'
    );
    expect(Notification.manager.count).toBe(0);
    server.failure = null;
    await expect(bench.insertByProgram('step')).resolves.not.toBeNull();
  });
});
