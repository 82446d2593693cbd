import { nullTranslator } from '@jupyterlab/translation';
import type { Review } from '../_schema';
import {
  baseLabel,
  cellsLine,
  changesTitle,
  entriesLine,
  nothingChangedLine,
  unchangedLine
} from './summary';

const title = 'A step';
const trans = nullTranslator.load('jupyterlab_journal');

function review(
  changes: Review['entries'][number]['change'][],
  cells: Partial<Review['cells']> = {}
): Review {
  return {
    base: {},
    diff: [],
    base_label: 'HEAD',
    entries: changes.map((change, i) => ({ id: String(i), kind: 'step', title, change })),
    cells: { added: 0, removed: 0, changed: 0, ...cells }
  };
}

describe('the summary of a review', () => {
  it('counts entries by what became of them, in a fixed order', () => {
    expect(entriesLine(review(['edited', 'added', 'moved', 'added']), trans)).toBe(
      'Journal entries: 2 added, 1 edited, 1 moved'
    );
  });

  it('leaves out what did not happen', () => {
    expect(entriesLine(review([]), trans)).toBe('');
    expect(cellsLine(review([], { changed: 3 }), trans)).toBe('Cells: 3 changed');
    expect(cellsLine(review([]), trans)).toBe('');
  });

  it('says how many cells are not drawn', () => {
    expect(unchangedLine(1, trans)).toBe('1 unchanged cell');
    expect(unchangedLine(12, trans)).toBe('12 unchanged cells');
  });

  it('calls a commit what the server calls it, and a save what the user calls it', () => {
    expect(changesTitle('git:HEAD', 'HEAD (1a2b3c4)', trans)).toBe('Changes since HEAD (1a2b3c4)');
    expect(changesTitle('saved', 'file', trans)).toBe('Changes since the last save');
    expect(nothingChangedLine('checkpoint', 'file', trans)).toBe('Nothing changed since the checkpoint.');
  });

  it('names a revision and a file as the user wrote them', () => {
    expect(baseLabel('git:HEAD~2', trans)).toBe('HEAD~2');
    expect(baseLabel('file:a.ipynb', trans)).toBe('a.ipynb');
  });
});
