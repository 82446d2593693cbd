import type { ICellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';
import { YNotebook } from '@jupyter/ydoc';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { findHeadingNumber, type IHeadingNumber } from './heading';
import { Numbering } from './items';
import { readCell } from './metadata';

/** A heading whose number does not agree with the order of the document. */
interface IRenumbering {
  readonly cell: ICellModel['sharedModel'];
  readonly found: IHeadingNumber;
  readonly number: number;
}

/** The headings whose number is wrong and whose form is still the generated one. */
function findWrongNumbers(model: INotebookModel): IRenumbering[] {
  const numbering = new Numbering();
  const wrong: IRenumbering[] = [];
  for (const cell of model.cells) {
    const read = readCell(cell);
    if (read === null || 'field' in read) {
      continue;
    }
    const number = numbering.next(read.entry.kind);
    const found = number === null ? null : findHeadingNumber(cell.sharedModel.getSource(), read.entry.kind);
    if (number !== null && found !== null && found.value !== number) {
      wrong.push({ cell: cell.sharedModel, found, number });
    }
  }
  return wrong;
}

/** Bring the numbers in generated headings in line with the order of the document. */
export function renumber(model: INotebookModel): void {
  const wrong = findWrongNumbers(model);
  if (wrong.length === 0) {
    return;
  }
  model.sharedModel.transact(() => {
    for (const { cell, found, number } of wrong) {
      // Only the digits change, so that cursors of others in the same cell stay where they are.
      cell.updateSource(found.start, found.end, String(number));
    }
  });
}

/** What is used here of a Yjs transaction; the type itself belongs to yjs. */
type Transaction = Parameters<Parameters<YNotebook['ydoc']['transact']>[0]>[0];

/**
 * Whether this transaction inserted, moved or removed cells by an act of the local user.
 *
 * Not so when the change came from a collaborator (whose own browser renumbers; two would write
 * every digit twice), from undo and redo (which bring back the old numbers themselves), or when
 * the whole document was loaded (opening a notebook changes nothing in it).
 */
function isLocalRearrangement(transaction: Transaction, shared: YNotebook): boolean {
  if (!transaction.local || transaction.origin !== shared) {
    return false;
  }
  const changed = new Set<unknown>(transaction.changed.keys());
  return changed.has(shared.ydoc.getArray('cells')) && !changed.has(shared.ymeta);
}

/**
 * Keep the numbers of generated headings right while cells are inserted, moved and removed.
 *
 * The correction follows its cause at once, so the undo manager keeps both as one step.
 */
export function keepNumbered(model: INotebookModel): IDisposable {
  const shared = model.sharedModel;
  if (!(shared instanceof YNotebook)) {
    throw new TypeError('The notebook has no shared document, so its headings cannot be kept numbered.');
  }
  const onTransaction = (transaction: Transaction): void => {
    if (isLocalRearrangement(transaction, shared)) {
      renumber(model);
    }
  };
  shared.ydoc.on('afterTransaction', onTransaction);
  return new DisposableDelegate(() => {
    shared.ydoc.off('afterTransaction', onTransaction);
  });
}
