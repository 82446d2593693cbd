import { CodeCell } from '@jupyterlab/cells';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import type { Signal } from '@lumino/signaling';
import { codeCell, entryId, makeEntry, makePanel } from '../testing';
import type { JournalItem } from '../tokens';
import type { IFailure } from './button';
import { FailureWatcher } from './watcher';

const FAILED = [{ output_type: 'error', ename: 'ValueError', evalue: 'x', traceback: [] }];
const PRINTED = [{ output_type: 'stream', name: 'stdout', text: 'fine\n' }];

describe('the buttons below failed cells', () => {
  let panel: NotebookPanel;
  let clicked: [CodeCell, IFailure][];
  let settled: CodeCell[];
  let watcher: FailureWatcher;

  /** Which cells have a button, as positions. */
  const withButton = (): number[] =>
    panel.content.widgets.flatMap((cell, index) =>
      cell.node.querySelector('.jp-JournalFailure-button') === null ? [] : [index]
    );

  beforeEach(async () => {
    panel = await makePanel([
      codeCell('fine()', 1, PRINTED),
      codeCell('fail()', 2, FAILED),
      codeCell('later()', 3, [...PRINTED, ...FAILED])
    ]);
    clicked = [];
    settled = [];
    watcher = new FailureWatcher(
      panel,
      nullTranslator.load('jupyterlab_journal'),
      (...click) => clicked.push(click),
      cell => settled.push(cell)
    );
    await panel.revealed;
    await Promise.resolve();
  });

  afterEach(() => {
    panel.context.dispose();
    panel.dispose();
  });

  it('stand below the cells whose outputs hold an error', () => {
    expect(withButton()).toEqual([1, 2]);
  });

  it('are settled where there is no error, an entry, or a new run', () => {
    const [fine, failed, later] = panel.content.widgets;
    expect(new Set(settled)).toEqual(new Set([fine]));
    const source = { cell_id: failed?.model.id ?? '', execution_count: 2, sha256: '0'.repeat(64) };
    const entry = makeEntry('error', 1, { source });
    settled = [];
    watcher.readEntries([{ readable: true, cellId: 'its entry', entry, title: '', number: null }]);
    expect(new Set(settled)).toEqual(new Set([fine, failed]));
    settled = [];
    const scheduled = NotebookActions.executionScheduled as Signal<unknown, object>;
    scheduled.emit({ notebook: panel.content, cell: later });
    expect(settled).toContain(later);
  });

  it('name the cell that is meant', () => {
    const cell = panel.content.widgets[2];
    cell?.node.querySelector<HTMLButtonElement>('.jp-JournalFailure-button')?.click();
    expect(clicked).toEqual([[cell, { entry: null }]]);
  });

  it('follow cells that are moved, added and removed', async () => {
    panel.model?.sharedModel.moveCell(1, 0);
    await Promise.resolve();
    expect(withButton()).toEqual([0, 2]);
    panel.model?.sharedModel.deleteCell(2);
    panel.model?.sharedModel.insertCell(0, { ...codeCell('again()', 4, FAILED), cell_type: 'code' });
    await Promise.resolve();
    expect(withButton()).toEqual([0, 1]);
  });

  it('come when a run ends that only the document reports, as of another person or a server', () => {
    const cell = panel.content.widgets[0];
    if (cell instanceof CodeCell) {
      cell.model.outputs.fromJSON(FAILED);
      expect(withButton()).toEqual([1, 2]);
      cell.model.executionCount = 4;
    }
    expect(withButton()).toEqual([0, 1, 2]);
  });

  it('go when the outputs have no error any more', async () => {
    const cell = panel.content.widgets[1];
    if (cell instanceof CodeCell) {
      cell.model.outputs.clear();
    }
    panel.model?.sharedModel.insertCell(0, { cell_type: 'code', source: '' });
    await Promise.resolve();
    expect(withButton()).toEqual([3]);
  });

  describe('of a run that is journalled', () => {
    /** An error entry about a run of a cell. */
    function entryAbout(cell: CodeCell, run: number, number = 1): JournalItem {
      const source = { cell_id: cell.model.id, execution_count: run, sha256: '0'.repeat(64) };
      const entry = makeEntry('error', number, { source });
      return { readable: true, cellId: `entry-${number}`, entry, title: '', number: null };
    }

    const cellAt = (index: number): CodeCell => panel.content.widgets[index] as CodeCell;

    const labelAt = (index: number): string | undefined =>
      cellAt(index).node.querySelector('.jp-JournalFailure-button')?.textContent;

    /** Let a cell fail once more, as that run of the kernel. */
    function failAgain(cell: CodeCell, run: number): void {
      const ended = { notebook: panel.content, cell, success: false };
      (NotebookActions.executionScheduled as Signal<unknown, unknown>).emit(ended);
      cell.model.executionCount = run;
      (NotebookActions.executed as Signal<unknown, unknown>).emit(ended);
    }

    it('lead to the entry, and come back when it is gone', () => {
      watcher.readEntries([entryAbout(cellAt(1), 2)]);
      expect([labelAt(1), labelAt(2)]).toEqual(['Show the entry', 'Journal this error']);
      cellAt(1).node.querySelector<HTMLButtonElement>('.jp-JournalFailure-button')?.click();
      expect(clicked).toEqual([[cellAt(1), { entry: 'entry-1' }]]);
      watcher.readEntries([]);
      expect(labelAt(1)).toBe('Journal this error');
    });

    it('come back when the cell fails anew, also when a new kernel counts from the start', () => {
      const first = entryAbout(cellAt(1), 2);
      watcher.readEntries([first]);
      failAgain(cellAt(1), 2);
      expect(labelAt(1)).toBe('Journal this error');
      watcher.readEntries([first, entryAbout(cellAt(1), 2, 2)]);
      expect(labelAt(1)).toBe('Show the entry');
      failAgain(cellAt(1), 3);
      expect(labelAt(1)).toBe('Journal this error');
    });

    it('take no other entry for it', () => {
      const note: JournalItem = {
        ...entryAbout(cellAt(1), 2),
        readable: true,
        entry: makeEntry('note', 3, {
          source: { cell_id: cellAt(1).model.id, execution_count: 2, sha256: '' }
        })
      } as JournalItem;
      const unreadable: JournalItem = { readable: false, cellId: entryId(4), field: 'id' };
      watcher.readEntries([note, unreadable, entryAbout(cellAt(1), 1), entryAbout(cellAt(0), 2)]);
      expect(labelAt(1)).toBe('Journal this error');
      expect(withButton()).toEqual([1, 2]);
    });
  });
});
