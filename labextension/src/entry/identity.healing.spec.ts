import type { NotebookModel } from '@jupyterlab/notebook';
import type { YNotebook } from '@jupyter/ydoc';
import * as Y from 'yjs';
import { codeCell, entryCell, entryId, makeNotebook, type TestCell } from '../testing';
import { EntriesModel } from './model';
import { FACTS, HEADINGS, ids, like, records, THREE } from './testing';

describe('a notebook that is not as this page left it', () => {
  let notebook: NotebookModel;
  let entries: EntriesModel;
  let shared: YNotebook;

  const open = (cells: readonly TestCell[]): void => {
    notebook = makeNotebook([...cells]);
    entries = new EntriesModel(notebook, HEADINGS);
    shared = notebook.sharedModel as YNotebook;
    shared.clearUndoHistory();
  };

  afterEach(() => {
    entries.dispose();
    notebook.dispose();
  });

  const BROKEN = [
    entryCell('a', 'note', 1, { snapshot: FACTS }),
    entryCell('a', 'note', 1, { snapshot: FACTS }),
    entryCell('b', 'note', 2, { snapshot: like(9) })
  ];

  it('broken by another tool is left alone until its user changes it, and what is unknown even then', () => {
    open(BROKEN);
    const before = records(notebook);
    expect(before).toEqual(BROKEN.map(cell => cell.metadata.journal));
    shared.getCell(0).setSource('typed');
    expect(records(notebook)).toEqual(before);
    shared.insertCell(3, codeCell('x'));
    expect(records(notebook)[1]).toMatchObject({ copied_from: entryId(1) });
    expect(records(notebook)[2]).toEqual(before[2]);
    shared.undo();
    expect(records(notebook)).toEqual(before);
  });

  it('is healed by the browser of the collaborator who made the change', () => {
    open(THREE);
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(shared.ydoc));
    other.getArray('cells').delete(0, 1);
    Y.applyUpdate(shared.ydoc, Y.encodeStateAsUpdate(other));
    expect(records(notebook)[0]?.snapshot).toEqual(like(1, 'bbbbbbb'));
    // The next change here heals it, with the facts that were there.
    shared.moveCell(1, 0);
    expect(records(notebook)[1]?.snapshot).toHaveProperty('host');
  });

  it('loses nothing when its entries are moved', () => {
    open(THREE);
    const before = records(notebook);
    shared.moveCells(0, 2, 1);
    expect(records(notebook)).toEqual([before[1], before[2], before[0]]);
  });

  it('is healed once when two views of it are open', () => {
    open(THREE);
    const second = new EntriesModel(notebook, HEADINGS);
    const { captureTimeout } = shared.undoManager;
    const before = records(notebook);
    shared.deleteCell(0);
    shared.undoManager.stopCapturing();
    const copied = shared.getCell(0).toJSON();
    shared.insertCell(0, { ...copied, id: 'other' });
    expect(new Set(ids(notebook)).size).toBe(3);
    expect(records(notebook)[0]).toMatchObject({ copied_from: entryId(2) });
    expect(shared.undoManager.captureTimeout).toBe(captureTimeout);
    shared.undo();
    shared.undo();
    expect(records(notebook)).toEqual(before);
    second.dispose();
  });

  it('drops a reference to facts that this page has never seen', () => {
    open(THREE);
    shared.insertCell(1, entryCell('d', 'note', 8, { snapshot: like(77), later: 1 }));
    expect(records(notebook)[1]).not.toHaveProperty('snapshot');
    expect(records(notebook)[1]).toMatchObject({ id: entryId(8), later: 1 });
  });

  it('keeps what is malformed as it is', () => {
    const broken: TestCell[] = [
      {
        cell_type: 'markdown',
        source: 'a',
        metadata: { journal: { id: entryId(1), snapshot: 'x' } as never }
      },
      { cell_type: 'markdown', source: 'b', metadata: { journal: [] as never } },
      { cell_type: 'markdown', source: 'c', metadata: { journal: { id: 7 } as never } }
    ];
    open(broken);
    shared.moveCell(0, 2);
    expect(records(notebook)).toEqual([[], { id: 7 }, { id: entryId(1), snapshot: 'x' }]);
  });
});
