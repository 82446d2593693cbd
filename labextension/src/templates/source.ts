import type { ICodeCellModel, ICellModel } from '@jupyterlab/cells';
import type { IOutput } from '@jupyterlab/nbformat';
import type { Kind } from '../_schema';

/** Kinds that tell of a code cell that ran. */
const FROM_CODE: ReadonlySet<Kind> = new Set<Kind>(['step', 'error', 'result', 'figure']);

function isCode(cell: ICellModel): cell is ICodeCellModel {
  return cell.type === 'code';
}

function hasError(cell: ICodeCellModel): boolean {
  return cell.outputs.toJSON().some(output => output.output_type === 'error');
}

function hasPicture(cell: ICodeCellModel): boolean {
  return cell.outputs
    .toJSON()
    .some(({ data }) =>
      Object.keys((data as object | undefined) ?? {}).some(mime => mime.startsWith('image/'))
    );
}

/** Whether a cell has what an entry of this kind tells of. */
function tells(cell: ICodeCellModel, kind: Kind): boolean {
  switch (kind) {
    case 'error':
      return hasError(cell);
    case 'figure':
      return hasPicture(cell);
    default:
      return cell.executionCount !== null;
  }
}

/**
 * The code cell an entry tells of.
 *
 * Running a cell with Shift+Enter makes the next one active, which has not run yet: so the nearest
 * cell that did run is taken, at or above the active one; for an error, the nearest that failed; for
 * a figure, the nearest that drew one.
 *
 * @param cells - cells down to and including the active one
 * @returns null when no code cell is there, or when the kind tells of none
 */
export function findSourceCell(cells: readonly ICellModel[], kind: Kind): ICodeCellModel | null {
  if (!FROM_CODE.has(kind)) {
    return null;
  }
  const code = cells.filter(isCode);
  return code.findLast(cell => tells(cell, kind)) ?? code.at(-1) ?? null;
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
