import type { NotebookModel } from '@jupyterlab/notebook';
import { codeCell, entryCell, makeEntry, makeNotebook, type TestCell } from '../testing';
import { findPlace, type IPlace } from './place';

const BLANK = codeCell('  \n');
const BLANK_TEXT: TestCell = { cell_type: 'markdown', source: '', metadata: {} };

describe('the place of a new entry', () => {
  let notebook: NotebookModel;

  afterEach(() => {
    notebook.dispose();
  });

  /** An entry about the cell at this position. */
  const about = (index: number): ReturnType<typeof makeEntry> =>
    makeEntry('step', 99, {
      source: { cell_id: notebook.cells.get(index).id, execution_count: 1, sha256: '0'.repeat(64) }
    });

  const open = (...cells: TestCell[]): void => {
    notebook = makeNotebook(cells);
  };

  /** Where an entry goes while the cell at this position is the active one. */
  const place = (entry: ReturnType<typeof makeEntry> | null, active: number, editing = false): IPlace => {
    const anchor = notebook.cells.length === 0 ? null : notebook.cells.get(active).id;
    return findPlace([...notebook.cells], entry, { anchor, edited: editing ? anchor : null });
  };

  it('is below the cell it is about, wherever the user is', () => {
    open(codeCell('a'), codeCell('b'), codeCell('c'));
    expect(place(about(1), 0)).toEqual({ index: 2, replaces: false });
    expect(place(about(2), 0)).toEqual({ index: 3, replaces: false });
  });

  it('is after the last entry about that cell, so that six steps read forward', () => {
    open(codeCell('a'), codeCell('b'));
    for (let number = 1; number <= 6; number++) {
      const entry = { ...about(0), id: makeEntry('step', number).id };
      const { index } = place(entry, 0);
      notebook.sharedModel.insertCell(index, entryCell(`### Step ${number}`, 'step', number, entry));
    }
    const texts = [...notebook.cells].map(cell => cell.sharedModel.getSource());
    expect(texts).toEqual(['a', ...[1, 2, 3, 4, 5, 6].map(number => `### Step ${number}`), 'b']);
  });

  it('is after the last entry about the cell also when other cells stand between', () => {
    open(codeCell('a'), codeCell('b'), codeCell('c'));
    notebook.sharedModel.insertCell(2, entryCell('### Step 1', 'step', 1, about(0)));
    notebook.sharedModel.insertCell(3, entryCell('### Step 2', 'step', 2, about(1)));
    expect(place(about(0), 0).index).toBe(3);
    expect(place(about(1), 0).index).toBe(4);
  });

  it('is below the cell when the only entry about it was moved above it', () => {
    open(codeCell('a'), codeCell('b'));
    notebook.sharedModel.insertCell(0, entryCell('### Step 1', 'step', 1, about(1)));
    expect(place(about(2), 0).index).toBe(3);
  });

  it('is below the active cell for an entry about none, or about a cell that is gone', () => {
    open(codeCell('a'), codeCell('b'));
    const gone = makeEntry('step', 1, {
      source: { cell_id: 'gone', execution_count: 1, sha256: '0'.repeat(64) }
    });
    expect(place(makeEntry('note', 1), 0).index).toBe(1);
    expect(place(gone, 1).index).toBe(2);
    expect(place(null, 0).index).toBe(1);
  });

  it('takes an empty cell below, or the empty active cell', () => {
    open(codeCell('a'), BLANK, BLANK_TEXT);
    expect(place(about(0), 0)).toEqual({ index: 1, replaces: true });
    expect(place(makeEntry('note', 1), 2)).toEqual({ index: 2, replaces: true });
  });

  it('leaves an empty cell alone in which somebody is writing', () => {
    open(codeCell('a'), BLANK);
    expect(place(about(0), 1, true)).toEqual({ index: 1, replaces: false });
    expect(place(makeEntry('note', 1), 1, true)).toEqual({ index: 2, replaces: false });
  });

  it.each<[string, TestCell]>([
    ['has an output', codeCell('', 1, [{ output_type: 'stream', name: 'stdout', text: 'x' }])],
    ['is marked', { cell_type: 'code', source: '', metadata: { tags: ['parameters'] }, outputs: [] }],
    ['is an entry', entryCell('', 'note', 1)],
    ['is raw', { cell_type: 'raw', source: '', metadata: {} }]
  ])('leaves a cell without text alone that %s', (_what, cell) => {
    open(codeCell('a'), cell);
    expect(place(about(0), 0).replaces).toBe(false);
  });

  it('is the top for the first goal of an empty notebook', () => {
    open(BLANK_TEXT, BLANK);
    expect(place(makeEntry('goal', 1), 1)).toEqual({ index: 0, replaces: true });
    expect(place(makeEntry('goal', 1), 0, true)).toEqual({ index: 0, replaces: false });
    expect(place(makeEntry('hypothesis', 1), 0)).toEqual({ index: 0, replaces: true });
  });

  it('is the top of a notebook without cells', () => {
    open();
    notebook.sharedModel.deleteCellRange(0, notebook.cells.length);
    expect(place(makeEntry('goal', 1), 0)).toEqual({ index: 0, replaces: false });
    expect(place(makeEntry('note', 1), 0)).toEqual({ index: 0, replaces: false });
  });

  it('is below the active cell for a goal of a notebook that has more than empty cells', () => {
    open(codeCell('a'), codeCell('b'));
    expect(place(makeEntry('goal', 1), 1)).toEqual({ index: 2, replaces: false });
  });
});
