import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { Entry } from '../_schema';
import { traitsOf } from '../kinds';
import { readCell } from './metadata';

/** Where a new entry goes. */
export interface IPlace {
  /** Its position among the cells. */
  readonly index: number;
  /** Whether it takes the place of the cell that stands there now, which is empty. */
  readonly replaces: boolean;
}

/** Where the user of a notebook is. */
export interface IWhereabouts {
  /** The cell below which an entry goes that is about no cell; null when the notebook has none. */
  readonly anchor: string | null;
  /** The cell that is being edited; null when none is. */
  readonly edited: string | null;
}

/** Fields of the metadata that say nothing about what a cell is for. */
const MEANINGLESS: ReadonlySet<string> = new Set(['trusted']);

/** Whether nothing is lost with a cell: no text, no output, and nobody has marked it. */
function isBlank(cell: ICellModel): boolean {
  if (cell.type === 'raw' || cell.sharedModel.getSource().trim() !== '') {
    return false;
  }
  const hasOutput = cell.type === 'code' && (cell as ICodeCellModel).outputs.length > 0;
  return !hasOutput && Object.keys(cell.metadata).every(name => MEANINGLESS.has(name));
}

/** Position below which an entry about a cell goes: the last entry about it, else the cell itself. */
function lastAbout(cells: readonly ICellModel[], cellId: string): number {
  const start = cells.findIndex(cell => cell.id === cellId);
  for (let index = cells.length - 1; start !== -1 && index > start; index--) {
    const cell = cells[index];
    const read = cell === undefined ? null : readCell(cell);
    if (read !== null && 'entry' in read && read.entry.source?.cell_id === cellId) {
      return index;
    }
  }
  return start;
}

/**
 * Where a new entry goes: below the last entry about the same cell, so that the journal of a cell
 * reads forward; below the cell where the user is when it is about none. The first goal of an empty
 * notebook opens it. An empty cell in that place is used up, unless somebody is writing in it.
 *
 * @param entry - null when it cannot be read, because a newer server composed it
 */
export function findPlace(
  cells: readonly ICellModel[],
  entry: Entry | null,
  { anchor, edited }: IWhereabouts
): IPlace {
  const isFree = (index: number): boolean => {
    const cell = cells[index];
    return cell !== undefined && cell.id !== edited && isBlank(cell);
  };
  const place = (index: number): IPlace => ({ index, replaces: isFree(index) });
  if (entry !== null && traitsOf(entry.kind).opens_notebook && cells.every(isBlank)) {
    return place(0);
  }
  const subject = entry?.source?.cell_id;
  const about = subject ? lastAbout(cells, subject) : -1;
  if (about !== -1) {
    return place(about + 1);
  }
  const above = cells.findIndex(cell => cell.id === anchor);
  // An empty cell is no place to write below: it is the place.
  return isFree(above) ? place(above) : place(above + 1);
}
