import type { NotebookModel } from '@jupyterlab/notebook';
import type { YNotebook } from '@jupyter/ydoc';
import * as Y from 'yjs';
import { entryCell, makeEntry, makeNotebook, sources } from '../testing';
import { NumberKeeper } from './renumber';
import { HEADINGS } from './testing';

const THREE_STEPS = [
  entryCell('### Step 1 · a', 'step', 1),
  entryCell('### 调试步骤 2 · b', 'step', 2),
  entryCell('### Step 3 · c', 'step', 3)
];

describe('numbers in headings', () => {
  let notebook: NotebookModel;
  let shared: YNotebook;
  let keeper: NumberKeeper;

  const open = (cells: Parameters<typeof makeNotebook>[0]): void => {
    notebook = makeNotebook(cells);
    shared = notebook.sharedModel as YNotebook;
    shared.clearUndoHistory();
    keeper = new NumberKeeper(notebook, HEADINGS);
  };

  afterEach(() => {
    keeper.dispose();
    notebook.dispose();
    jest.useRealTimers();
  });

  it('stay as they are when an entry is made, wherever it goes, and when that is undone', () => {
    open(THREE_STEPS);
    shared.insertCell(0, entryCell('### Step 4 · new', 'step', 4));
    const all = ['### Step 4 · new', '### Step 1 · a', '### 调试步骤 2 · b', '### Step 3 · c'];
    expect(sources(notebook)).toEqual(all);
    shared.undo();
    expect(sources(notebook)).toEqual(all.slice(1));
    shared.redo();
    expect(sources(notebook)).toEqual(all);
  });

  it('become right in a new entry when another page made one meanwhile', () => {
    open(THREE_STEPS);
    shared.insertCell(3, entryCell('### Step 3 · new', 'step', 4));
    expect(sources(notebook)[3]).toBe('### Step 4 · new');
  });

  it('follow when an older entry comes in from another notebook, and its undoing', () => {
    open(THREE_STEPS);
    const older = { created: '2026-11-20T05:59:59+02:00' };
    shared.insertCell(3, entryCell('### Step 9 · older', 'step', 4, older));
    expect(sources(notebook)).toEqual([
      '### Step 2 · a',
      '### 调试步骤 3 · b',
      '### Step 4 · c',
      '### Step 1 · older'
    ]);
    shared.undo();
    expect(sources(notebook)).toEqual(['### Step 1 · a', '### 调试步骤 2 · b', '### Step 3 · c']);
    shared.redo();
    expect(sources(notebook)[3]).toBe('### Step 1 · older');
  });

  it('stay as they are when a cell is moved', () => {
    open(THREE_STEPS);
    shared.moveCell(2, 0);
    expect(sources(notebook)).toEqual(['### Step 3 · c', '### Step 1 · a', '### 调试步骤 2 · b']);
  });

  it('do not count a copy, whose heading stays as it is', () => {
    open(THREE_STEPS);
    const copy = entryCell('### Step 1 · a', 'step', 0, { copied_from: makeEntry('step', 1).id });
    shared.insertCell(0, copy);
    expect(sources(notebook)).toEqual(['### Step 1 · a', ...THREE_STEPS.map(cell => cell.source)]);
  });

  it('follow a deletion, and come back with the deleted cell', () => {
    open(THREE_STEPS);
    shared.deleteCell(0);
    expect(sources(notebook)).toEqual(['### 调试步骤 1 · b', '### Step 2 · c']);
    shared.undo();
    expect(sources(notebook)).toEqual(['### Step 1 · a', '### 调试步骤 2 · b', '### Step 3 · c']);
    expect(shared.canRedo()).toBe(true);
  });

  it('stay as they are in a heading that somebody has rewritten, which still counts', () => {
    open([
      entryCell('### The first one', 'step', 1),
      entryCell('### Step 2 · b', 'step', 2),
      entryCell('### Step 3 · c', 'step', 3)
    ]);
    shared.deleteCell(1);
    expect(sources(notebook)).toEqual(['### The first one', '### Step 2 · c']);
  });

  it('are not touched when a notebook is loaded', () => {
    open([]);
    notebook.fromJSON({
      cells: [entryCell('### Step 7 · a', 'step', 1)],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5
    });
    expect(sources(notebook)).toEqual(['### Step 7 · a']);
  });

  it('are left to the browser of the collaborator who made the change', () => {
    open(THREE_STEPS);
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(shared.ydoc));
    other.getArray('cells').delete(0, 1);
    Y.applyUpdate(shared.ydoc, Y.encodeStateAsUpdate(other));
    expect(sources(notebook)).toEqual(['### 调试步骤 2 · b', '### Step 3 · c']);
  });

  it('are no longer kept once the keeper is disposed', () => {
    open(THREE_STEPS);
    const second = makeNotebook(THREE_STEPS);
    new NumberKeeper(second, HEADINGS).dispose();
    second.sharedModel.deleteCell(0);
    expect(sources(second)).toEqual(['### 调试步骤 2 · b', '### Step 3 · c']);
    second.dispose();
  });

  describe('of a long study', () => {
    const LENGTH = 60;

    const numbers = (): number[] =>
      sources(notebook).map(source => Number(/^### Step (\d+)/.exec(source)?.[1]));
    const rightNumbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

    beforeEach(() => {
      jest.useFakeTimers();
      open(Array.from({ length: LENGTH }, (_, i) => entryCell(`### Step ${i + 1} · x`, 'step', i + 1)));
      shared.insertCell(0, entryCell('### Step 1 · older', 'step', 0));
    });

    it('are right at once next to the change, and soon everywhere', () => {
      expect(numbers().slice(0, 6)).toEqual(rightNumbers(6));
      expect(numbers().at(-1)).toBe(LENGTH);
      jest.advanceTimersByTime(2000);
      expect(numbers()).toEqual(rightNumbers(LENGTH + 1));
    });

    it('are all right before a save', () => {
      keeper.flush();
      expect(numbers()).toEqual(rightNumbers(LENGTH + 1));
    });

    it('are counted anew when more happens meanwhile, and when all of it is undone and redone', () => {
      jest.advanceTimersByTime(320);
      shared.undoManager.stopCapturing();
      shared.deleteCell(40);
      jest.advanceTimersByTime(2000);
      expect(numbers()).toEqual(rightNumbers(LENGTH));
      for (const [act, length] of [
        [() => shared.undo(), LENGTH + 1],
        [() => shared.undo(), LENGTH],
        [() => shared.redo(), LENGTH + 1],
        [() => shared.redo(), LENGTH]
      ] as const) {
        act();
        jest.advanceTimersByTime(2000);
        expect(numbers()).toEqual(rightNumbers(length));
      }
    });

    it('leave a heading alone that is rewritten meanwhile', () => {
      notebook.cells.get(LENGTH).sharedModel.setSource('### Mine 1 · x');
      jest.advanceTimersByTime(2000);
      expect(sources(notebook).at(-1)).toBe('### Mine 1 · x');
      expect(numbers().slice(0, LENGTH)).toEqual(rightNumbers(LENGTH));
    });
  });
});
