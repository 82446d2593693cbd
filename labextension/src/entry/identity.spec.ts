import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { NotebookModel } from '@jupyterlab/notebook';
import type { YNotebook } from '@jupyter/ydoc';
import { MessageLoop } from '@lumino/messaging';
import * as Y from 'yjs';
import type { Entry } from '../_schema';
import { codeCell, entryCell, entryId, makeNotebook, makePanel, sources, type TestCell } from '../testing';
import { EntriesModel } from './model';
import { NotebookJournal } from './journal';
import { HEADINGS } from './testing';

const FACTS: Entry['snapshot'] = {
  version: 1,
  captured_at: '2026-11-20T12:00:00+08:00',
  busy: false,
  language: 'python',
  git: { commit: 'aaaaaaa', dirty: false },
  host: { name: 'alpha', process_id: 7 }
};

/** A reference to the facts of an entry, with another commit. */
function like(number: number, commit: string | null = null): Entry['snapshot'] {
  const drift = commit === null ? [] : [{ name: 'git.commit', before: 'aaaaaaa', after: commit }];
  return { same_as: entryId(number), drift };
}

/** The records of a notebook's cells; null for a cell without one. */
function records(model: NotebookModel | NotebookPanel['model']): (Entry | null)[] {
  return [...(model?.cells ?? [])].map(cell => (cell.getMetadata('journal') as Entry | undefined) ?? null);
}

const ids = (model: NotebookModel | NotebookPanel['model']): (string | null)[] =>
  records(model).map(record => record?.id ?? null);

const THREE = [
  entryCell('### Step 1 · a', 'step', 1, { snapshot: FACTS }),
  entryCell('### Step 2 · b', 'step', 2, { snapshot: like(1, 'bbbbbbb') }),
  entryCell('### Step 3 · c', 'step', 3, { snapshot: like(1) })
];

describe('in a notebook that is seen', () => {
  let panel: NotebookPanel;

  const open = async (cells: TestCell[]): Promise<void> => {
    panel = await makePanel(cells);
    new NotebookJournal(panel, HEADINGS);
    (panel.model?.sharedModel as YNotebook).clearUndoHistory();
  };
  const select = (index: number): void => {
    panel.content.activeCellIndex = index;
  };
  const undo = (): void => {
    panel.model?.sharedModel.undo();
  };

  afterEach(() => {
    panel.context.dispose();
    panel.dispose();
  });

  it.each(['below', 'above'] as const)(
    'a copy pasted %s gets an id of its own, and keeps the number',
    async mode => {
      await open(THREE);
      select(1);
      NotebookActions.copy(panel.content);
      NotebookActions.paste(panel.content, mode);
      const [first, second] = mode === 'below' ? [1, 2] : [2, 1];
      const all = records(panel.model);
      expect(all[first]).toMatchObject({ id: entryId(2) });
      expect(all[first]).not.toHaveProperty('copied_from');
      expect(all[second]).toMatchObject({ copied_from: entryId(2), created: all[first]?.created });
      expect(new Set(ids(panel.model)).size).toBe(4);
      expect(sources(panel.model).map(source => source.slice(0, 10))).toEqual([
        '### Step 1',
        '### Step 2',
        '### Step 2',
        '### Step 3'
      ]);
      undo();
      expect(ids(panel.model)).toEqual([entryId(1), entryId(2), entryId(3)]);
      panel.model?.sharedModel.redo();
      expect(records(panel.model)).toEqual(all);
    }
  );

  it('a copy of a copy names the first original', async () => {
    await open(THREE.slice(0, 1));
    select(0);
    NotebookActions.duplicate(panel.content);
    NotebookActions.duplicate(panel.content);
    const originals = records(panel.model).map(record => record?.copied_from);
    expect(originals).toEqual([undefined, entryId(1), entryId(1)]);
    expect(new Set(ids(panel.model)).size).toBe(3);
  });

  it('what is cut and pasted keeps its id, also in another place', async () => {
    await open(THREE);
    select(1);
    NotebookActions.cut(panel.content);
    expect(ids(panel.model)).toEqual([entryId(1), entryId(3)]);
    select(0);
    NotebookActions.paste(panel.content, 'above');
    expect(ids(panel.model)).toEqual([entryId(2), entryId(1), entryId(3)]);
    select(2);
    NotebookActions.paste(panel.content, 'below');
    expect(records(panel.model)[3]).toMatchObject({ copied_from: entryId(2) });
  });

  const split = async (source: string, offset: number): Promise<void> => {
    const pictures = { 'curve.png': { 'image/png': 'aGk=' } };
    await open([{ ...entryCell(source, 'step', 1, { snapshot: FACTS }), attachments: pictures }]);
    const [cell] = panel.content.widgets;
    await cell?.ready;
    panel.content.mode = 'edit';
    MessageLoop.flush(); // an update of a Markdown cell sends the cursor to the end of the heading's marks
    const editor = cell?.editor;
    editor?.setCursorPosition(editor.getPositionAt(offset) ?? { line: 0, column: 0 });
    NotebookActions.splitCell(panel.content);
  };

  it('the first half of a split keeps the record and its pictures; all is undone at once', async () => {
    const source = '### Step 1 · a\n\n![c](attachment:curve.png)\n\nmine';
    await split(source, source.indexOf('mine'));
    expect(sources(panel.model)).toEqual(['### Step 1 · a\n\n![c](attachment:curve.png)', 'mine']);
    expect(ids(panel.model)).toEqual([entryId(1), null]);
    expect(panel.model?.cells.get(0).toJSON()).toHaveProperty(['attachments', 'curve.png']);
    undo();
    expect([sources(panel.model), ids(panel.model)]).toEqual([[source], [entryId(1)]]);
    panel.model?.sharedModel.redo();
    expect(ids(panel.model)).toEqual([entryId(1), null]);
  });

  it('a split before the first character leaves the record to the text', async () => {
    await split('### Step 1 · a', 0);
    expect(sources(panel.model)).toEqual(['', '### Step 1 · a']);
    expect(ids(panel.model)).toEqual([null, entryId(1)]);
  });

  it.each([1, 2])(
    'of two merged entries the first goes on, also when cell %s is the active one',
    async active => {
      await open(THREE);
      select(active);
      panel.content.extendContiguousSelectionTo(active === 1 ? 2 : 1);
      select(active);
      NotebookActions.mergeCells(panel.content);
      expect(ids(panel.model)).toEqual([entryId(1), entryId(2)]);
      undo();
      expect(records(panel.model)).toEqual(THREE.map(cell => cell.metadata.journal));
    }
  );

  it('an entry merged into a text of the user stays an entry', async () => {
    await open([...THREE.slice(0, 1), { cell_type: 'markdown', source: 'mine', metadata: {} }]);
    select(1);
    NotebookActions.mergeCells(panel.content, true);
    expect(ids(panel.model)).toEqual([entryId(1)]);
    expect(sources(panel.model)).toEqual(['### Step 1 · a\n\nmine']);
  });

  it('a deleted entry leaves its facts to the next one in time, and undo gives all back', async () => {
    await open([...THREE, codeCell('x')]);
    const before = records(panel.model);
    select(0);
    NotebookActions.deleteCells(panel.content);
    const [second, third] = records(panel.model);
    expect(second?.snapshot).toEqual({
      ...FACTS,
      captured_at: second?.created,
      git: { commit: 'bbbbbbb', dirty: false },
      host: { name: 'alpha' }
    });
    expect(third?.snapshot).toEqual({
      same_as: entryId(2),
      drift: [{ name: 'git.commit', before: 'bbbbbbb', after: 'aaaaaaa' }]
    });
    undo();
    expect(records(panel.model)).toEqual(before);
    panel.model?.sharedModel.redo();
    expect(records(panel.model)[0]).toEqual(second);
  });

  it('undo gives all back also on a page that is slow', async () => {
    await open(THREE);
    const before = records(panel.model);
    const now = jest.spyOn(Date, 'now');
    let time = Date.now();
    now.mockImplementation(() => (time += 10_000));
    select(0);
    NotebookActions.deleteCells(panel.content);
    expect(records(panel.model)[0]?.snapshot).not.toHaveProperty('same_as');
    undo();
    now.mockRestore();
    expect(records(panel.model)).toEqual(before);
  });

  it('the time within which changes are one undo step is the same afterwards', async () => {
    await open([...THREE, codeCell('x')]);
    const shared = panel.model?.sharedModel as YNotebook;
    const { captureTimeout } = shared.undoManager;
    select(0);
    NotebookActions.deleteCells(panel.content);
    expect(shared.undoManager.captureTimeout).toBe(captureTimeout);
  });

  it('an entry turned into code leaves its facts to another entry; turned back it is an entry again', async () => {
    await open(THREE);
    const journal = new NotebookJournal(panel, HEADINGS);
    select(0);
    NotebookActions.changeCellType(panel.content, 'code');
    expect(records(panel.model)[1]?.snapshot).toHaveProperty('host');
    expect(records(panel.model)[0]).toMatchObject({ id: entryId(1) });
    NotebookActions.changeCellType(panel.content, 'raw');
    NotebookActions.changeCellType(panel.content, 'markdown');
    expect(ids(panel.model)).toEqual([entryId(1), entryId(2), entryId(3)]);
    expect(records(panel.model)[0]?.snapshot).toEqual(FACTS);
    journal.dispose();
  });

  describe('beside another one', () => {
    let other: NotebookPanel;

    beforeEach(async () => {
      await open(THREE);
      other = await makePanel([codeCell('y')]);
      new NotebookJournal(other, HEADINGS);
    });

    afterEach(() => {
      other.context.dispose();
      other.dispose();
    });

    it('a copy is another entry with whole facts there', () => {
      select(1);
      NotebookActions.copy(panel.content);
      NotebookActions.paste(other.content);
      const pasted = records(other.model)[1];
      expect(pasted).toMatchObject({ copied_from: entryId(2), snapshot: { git: { commit: 'bbbbbbb' } } });
      expect(pasted?.id).not.toBe(entryId(2));
      expect(sources(other.model)[1]).toBe('### Step 1 · b');
    });

    it('what is cut and pasted stays the same entry', () => {
      select(0);
      NotebookActions.cut(panel.content);
      NotebookActions.paste(other.content);
      expect(records(other.model)[1]).toEqual(THREE[0]?.metadata.journal);
      select(0);
      other.content.activeCellIndex = 1;
      NotebookActions.cut(other.content);
      NotebookActions.paste(panel.content, 'above');
      expect(ids(panel.model)).toEqual([entryId(1), entryId(2), entryId(3)]);
    });
  });
});

describe('a notebook', () => {
  let notebook: NotebookModel;
  let entries: EntriesModel;
  let shared: YNotebook;

  const open = (cells: TestCell[]): void => {
    notebook = makeNotebook(cells);
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
