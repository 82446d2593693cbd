import type { ICell, INotebookContent } from '@jupyterlab/nbformat';
import type { IDiffEntry } from 'nbdime/lib/diff/diffentries';
import { NotebookDiffModel } from 'nbdime/lib/diff/model';
import { sectionsOf } from './sections';

function code(source: string, count: number): ICell {
  return { cell_type: 'code', source, outputs: [], execution_count: count, metadata: {} };
}

function notebook(length: number): INotebookContent {
  const cells = Array.from({ length }, (_, i) => code(`x${i} = ${i}`, i + 1));
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

/** Sections of a real nbdime model, with the number of drawn cells in place of the cells. */
function shapes(length: number, cellDiff: object[]): object[] {
  const diff = [{ op: 'patch', key: 'cells', diff: cellDiff }] as unknown as IDiffEntry[];
  return sectionsOf(new NotebookDiffModel(notebook(length), diff).chunkedCells).map(section =>
    section.kind === 'unchanged' ? section : { kind: 'changed', drawn: section.chunks.flat().length }
  );
}

function edit(key: number): object {
  const lines = [{ op: 'addrange', key: 0, valuelist: ['# edited\n'] }];
  return { op: 'patch', key, diff: [{ op: 'patch', key: 'source', diff: lines }] };
}

describe('sectionsOf', () => {
  it('draws nothing when nothing changed', () => {
    expect(shapes(5, [])).toEqual([{ kind: 'unchanged', cells: 5 }]);
  });

  it('draws an added cell and leaves out its neighbours', () => {
    expect(shapes(5, [{ op: 'addrange', key: 2, valuelist: [code('new', 9)] }])).toEqual([
      { kind: 'unchanged', cells: 2 },
      { kind: 'changed', drawn: 1 },
      { kind: 'unchanged', cells: 3 }
    ]);
  });

  it('draws a removed cell and an added one side by side', () => {
    const diff = [
      { op: 'addrange', key: 1, valuelist: [code('new', 9)] },
      { op: 'removerange', key: 1, length: 1 }
    ];
    expect(shapes(3, diff)).toEqual([
      { kind: 'unchanged', cells: 1 },
      { kind: 'changed', drawn: 2 },
      { kind: 'unchanged', cells: 1 }
    ]);
  });

  it('draws neighbours that changed as one stretch', () => {
    expect(shapes(4, [edit(1), edit(2)])).toEqual([
      { kind: 'unchanged', cells: 1 },
      { kind: 'changed', drawn: 2 },
      { kind: 'unchanged', cells: 1 }
    ]);
  });

  it('draws a cell whose metadata changed', () => {
    const diff = [
      {
        op: 'patch',
        key: 3,
        diff: [{ op: 'patch', key: 'metadata', diff: [{ op: 'add', key: 'tags', value: [] }] }]
      }
    ];
    expect(shapes(4, diff)).toEqual([
      { kind: 'unchanged', cells: 3 },
      { kind: 'changed', drawn: 1 }
    ]);
  });

  it('keeps every cell exactly once', () => {
    const sections = shapes(30, [4, 5, 17].map(edit).concat({ op: 'removerange', key: 20, length: 3 })) as {
      cells?: number;
      drawn?: number;
    }[];
    expect(sections.reduce((sum, { cells = 0, drawn = 0 }) => sum + cells + drawn, 0)).toBe(30);
  });
});
