import type { ICodeCellModel, ICellModel } from '@jupyterlab/cells';
import type { IOutput } from '@jupyterlab/nbformat';
import type { Kind } from '../_schema';
import { METADATA_KEY, readEntry } from '../entry/metadata';
import { hasError, isCode } from '../notebook';

/** Kinds of entries that record a run of a code cell. */
const FROM_CODE: ReadonlySet<Kind> = new Set<Kind>(['step', 'error', 'result', 'figure']);

function hasPicture(cell: ICodeCellModel): boolean {
  return cell.outputs
    .toJSON()
    .some(({ data }) =>
      Object.keys((data as object | undefined) ?? {}).some(mime => mime.startsWith('image/'))
    );
}

/** Whether a cell is being executed, or waits for its turn: its prompt is an asterisk. */
export function isRunning(cell: ICodeCellModel): boolean {
  return cell.executionState === 'running';
}

/** Whether a cell has what an entry of this kind records. */
function hasSubjectOf(cell: ICodeCellModel, kind: Kind): boolean {
  switch (kind) {
    case 'error':
      return hasError(cell);
    case 'figure':
      return hasPicture(cell);
    default:
      return cell.executionCount !== null || isRunning(cell) || cell.outputs.length > 0;
  }
}

/** The code cell that the user points at: the active one, or the one that the active entry is about. */
function pointedAt(cells: readonly ICellModel[], at: number): ICodeCellModel | null {
  const active = cells[at];
  if (active === undefined || isCode(active)) {
    return active ?? null;
  }
  const read = readEntry(active.getMetadata(METADATA_KEY));
  const about = 'entry' in read ? read.entry.source?.cell_id : null;
  return cells.filter(isCode).find(cell => cell.id === about) ?? null;
}

/**
 * The code cell whose run an entry records.
 *
 * Running a cell with Shift+Enter makes the next one active, which has not run yet: so when the cell
 * that the user points at has nothing to record, the nearest above is taken that has: one that ran; for
 * an error, one that failed; for a figure, one that drew.
 *
 * @param cells - all cells of the notebook
 * @param at - position of the active one
 * @param exact - whether that one was named: nothing else is meant then
 * @returns null when no code cell is there, or when the kind records no run
 */
export function findSourceCell(
  cells: readonly ICellModel[],
  at: number,
  kind: Kind,
  exact = false
): ICodeCellModel | null {
  if (!FROM_CODE.has(kind)) {
    return null;
  }
  const pointed = pointedAt(cells, at);
  if (pointed !== null && (exact || hasSubjectOf(pointed, kind))) {
    return pointed;
  }
  const above = cells.slice(0, at + 1).filter(isCode);
  return above.findLast(cell => hasSubjectOf(cell, kind)) ?? pointed ?? above.at(-1) ?? null;
}

/** How much code is sent along; of more, the end. */
const MAX_CODE_CHARACTERS = 1_000_000;

/** The sources of the code cells among these, in their order; of very much code, the last of it. */
export function codeAbove(cells: readonly ICellModel[]): string[] {
  const sources: string[] = [];
  let room = MAX_CODE_CHARACTERS;
  for (const cell of cells.filter(isCode).reverse()) {
    const source = cell.sharedModel.getSource();
    room -= source.length;
    if (room < 0) {
      break;
    }
    sources.unshift(source);
  }
  return sources;
}

/** The outputs of a cell, as nbformat has them. */
export function outputsOf(cell: ICodeCellModel): IOutput[] {
  return cell.outputs.toJSON();
}
