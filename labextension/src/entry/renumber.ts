import type { ICellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';
import { YNotebook } from '@jupyter/ydoc';
import type { IDisposable } from '@lumino/disposable';
import type { Kind } from '../_schema';
import type { HeadingReader } from './heading';
import { isEntry, numbersOf, readCells } from './items';
import type { IHeadings } from './templates';
import { isByUser, isRearrangement, isUndo, type Transaction } from './transactions';

/** Headings that are written at once: as many as are seen with the cell that was inserted. */
const AT_ONCE = 5;
/** Headings that are written together later. */
const CHUNK = 10;
/** When the first of the others are written: by then the inserted cell is on the screen. In milliseconds. */
const FIRST_PAUSE_MS = 300;
/** How long the page is left alone between two chunks, in milliseconds. */
const PAUSE_MS = 50;

/** A heading whose number does not agree with the times of the entries. */
interface IRenumbering {
  readonly cell: ICellModel['sharedModel'];
  readonly kind: Kind;
  readonly number: number;
}

/** The headings whose number is wrong and whose form is still the generated one. */
function findWrongNumbers(model: INotebookModel, headings: HeadingReader): IRenumbering[] {
  const found = readCells(model.cells).filter(isEntry);
  const numbers = numbersOf(
    found.map(({ read }) => read.entry),
    headings
  );
  return found.flatMap(({ cell, read }, index) => {
    const { kind } = read.entry;
    const number = numbers[index] ?? null;
    const heading = number === null ? null : headings.findNumber(cell.sharedModel.getSource(), kind);
    return number === null || heading === null || heading.value === number
      ? []
      : [{ cell: cell.sharedModel, kind, number }];
  });
}

/**
 * Keeps the numbers of generated headings right while cells are inserted, moved and removed.
 *
 * Numbers follow from when the entries were made: a new entry changes no other number, one that is
 * removed or pasted does. They are no step of their own in the history: what is undone or redone is
 * counted anew like any other rearrangement.
 *
 * Each heading that is written costs JupyterLab a layout of an editor nobody sees, and a thousand of
 * them the better part of a second. So those next to the change are written at once and the others
 * little by little, while the page stays free for its user.
 */
export class NumberKeeper implements IDisposable {
  constructor(
    private readonly model: INotebookModel,
    private readonly headings: IHeadings
  ) {
    const shared = model.sharedModel;
    if (!(shared instanceof YNotebook)) {
      throw new TypeError('The notebook has no shared document, so its headings cannot be kept numbered.');
    }
    this.shared = shared;
    shared.ydoc.on('afterTransaction', this.onTransaction);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Write what is still to be written, before the notebook is saved or closed. */
  flush(): void {
    clearTimeout(this.timer);
    this.write(this.wrong.length);
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this.shared.ydoc.off('afterTransaction', this.onTransaction);
      clearTimeout(this.timer);
    }
  }

  private readonly onTransaction = (transaction: Transaction): void => {
    const { shared } = this;
    // A rearrangement by somebody else moves what is still to be written here.
    const isPending = this.wrong.length > 0;
    const isOwn = isByUser(shared, transaction) || isUndo(shared, transaction);
    if (isRearrangement(shared, transaction) && (isPending || isOwn)) {
      clearTimeout(this.timer);
      this.wrong = findWrongNumbers(this.model, this.headings.reader);
      this.write(AT_ONCE);
      this.continueAfter(FIRST_PAUSE_MS);
    }
  };

  private continueAfter(pause: number): void {
    if (this.wrong.length > 0) {
      this.timer = setTimeout(() => {
        this.write(CHUNK);
        this.continueAfter(PAUSE_MS);
      }, pause);
    }
  }

  private write(count: number): void {
    const next = this.wrong.splice(0, count);
    if (next.length === 0) {
      return;
    }
    this.shared.transact(() => {
      for (const { cell, kind, number } of next) {
        const found = this.headings.reader.findNumber(cell.getSource(), kind);
        if (found !== null && found.value !== number) {
          // Only the digits change, so that cursors of others in the same cell stay where they are.
          cell.updateSource(found.start, found.end, String(number));
        }
      }
    }, false);
  }

  private readonly shared: YNotebook;
  private wrong: IRenumbering[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}
