import type { CodeCellModel } from '@jupyterlab/cells';
import type { NotebookModel } from '@jupyterlab/notebook';
import type { Kind } from '../_schema';
import { codeCell, entryCell, makeNotebook, type TestCell } from '../testing';
import { findSourceCell } from './sourceCell';

const PRINTED = [{ output_type: 'stream', name: 'stdout', text: 'x' }];
const FAILED = [{ output_type: 'error', ename: 'ValueError', evalue: 'x', traceback: [] }];
const TEXT: TestCell = { cell_type: 'markdown', source: 'text', metadata: {} };

describe('the cell whose run an entry records', () => {
  let notebook: NotebookModel;

  afterEach(() => {
    notebook.dispose();
  });

  const open = (...cells: TestCell[]): void => {
    notebook = makeNotebook(cells);
  };

  const found = (at: number, kind: Kind = 'step'): string | undefined =>
    findSourceCell([...notebook.cells], at, kind)?.sharedModel.getSource();

  it('is the active one when it ran, also when others ran too', () => {
    open(codeCell('a', 1), codeCell('b', 2), codeCell('c', 3));
    expect(found(1)).toBe('b');
  });

  it('is the active one while it runs, and when it shows outputs of an earlier session', () => {
    open(codeCell('a', 1), codeCell('running'), codeCell('shown', null, PRINTED));
    (notebook.cells.get(1) as CodeCellModel).executionState = 'running';
    expect([found(1), found(2)]).toEqual(['running', 'shown']);
  });

  it('is the nearest above that ran when the active one has nothing to record', () => {
    open(codeCell('a', 1), codeCell('b'), TEXT, codeCell('c', 2));
    expect([found(1), found(2)]).toEqual(['a', 'a']);
  });

  it('is the cell that the active entry is about, wherever that stands', () => {
    open(codeCell('a', 1), codeCell('b', 2), TEXT, codeCell('c', 3));
    const source = { cell_id: notebook.cells.get(3).id, execution_count: 3, sha256: '0'.repeat(64) };
    notebook.sharedModel.insertCell(2, entryCell('### Step 1', 'step', 1, { source }));
    expect(found(2)).toBe('c');
  });

  it('is the nearest above when the active entry is about a cell that is gone, or about none', () => {
    const source = { cell_id: 'gone', execution_count: 3, sha256: '0'.repeat(64) };
    open(codeCell('a', 1), entryCell('x', 'step', 1, { source }), entryCell('y', 'note', 2));
    expect([found(1), found(2)]).toEqual(['a', 'a']);
  });

  it('is the nearest that failed for an error, else the active one', () => {
    open(codeCell('fails', 1, FAILED), codeCell('fine', 2, PRINTED));
    expect(found(1, 'error')).toBe('fails');
    expect(found(1, 'figure')).toBe('fine');
  });

  it('is the one that a program names, also when it has nothing to record', () => {
    open(codeCell('fails', 1, FAILED), codeCell('not yet run'));
    const cells = [...notebook.cells];
    expect(findSourceCell(cells, 1, 'step', true)?.sharedModel.getSource()).toBe('not yet run');
    expect(findSourceCell(cells, 1, 'error', true)?.sharedModel.getSource()).toBe('not yet run');
    expect(findSourceCell(cells, 1, 'goal', true)).toBeNull();
  });

  it('is missing for a kind that records no run, and in a notebook without code', () => {
    open(TEXT);
    expect([found(0), found(-1), found(0, 'goal')]).toEqual([undefined, undefined, undefined]);
  });
});
