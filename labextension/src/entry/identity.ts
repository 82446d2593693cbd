import type { INotebookModel } from '@jupyterlab/notebook';
import { YNotebook, type YCellType } from '@jupyter/ydoc';
import type { IDisposable } from '@lumino/disposable';
import { isReference, type StoredFacts } from './references';
import { heal, type IHealed } from './healing';
import { METADATA_KEY } from './metadata';
import type { IPlace, ISurroundings } from './rearrangement';
import { type ICarrier, mayHaveAttachments, readCarrier } from './records';
import { isByUser, isRearrangement, type Transaction } from './transactions';

/** How many entries' facts are remembered, also after their notebook has lost or closed them. */
const MAX_REMEMBERED = 200;

/** What this page knows beyond one notebook: what is cut or copied here is pasted there. */
class Page {
  readonly keepers = new Set<IdentityKeeper>();

  remember({ record }: ICarrier): void {
    if (record?.snapshot && !isReference(record.snapshot)) {
      this.facts.delete(record.id);
      this.facts.set(record.id, record.snapshot);
    }
    const [oldest] = this.facts.keys();
    if (oldest !== undefined && this.facts.size > MAX_REMEMBERED) {
      this.facts.delete(oldest);
    }
  }

  find(id: string): StoredFacts | undefined {
    return this.facts.get(id);
  }

  private readonly facts = new Map<string, StoredFacts>();
}

const PAGE = new Page();

/**
 * Keeps the entries of a notebook apart: no two have the same id, and none loses its facts to another.
 *
 * Whenever the user inserts, moves or removes cells, what that breaks is healed in the same undo step.
 * What other tools broke is healed then as well: opening a notebook writes nothing.
 */
export class IdentityKeeper implements IDisposable, ISurroundings {
  constructor(model: INotebookModel) {
    const shared = model.sharedModel;
    if (!(shared instanceof YNotebook)) {
      throw new TypeError('The notebook has no shared document, so its entries cannot be kept apart.');
    }
    this.shared = shared;
    this.carriers = this.readCarriers(() => true);
    shared.ydoc.on('afterTransaction', this.onTransaction);
    PAGE.keepers.add(this);
  }

  get isDisposed(): boolean {
    return !PAGE.keepers.has(this);
  }

  dispose(): void {
    this.shared.ydoc.off('afterTransaction', this.onTransaction);
    PAGE.keepers.delete(this);
  }

  find(id: string): StoredFacts | undefined {
    return PAGE.find(id);
  }

  isInAnotherNotebook(id: string): boolean {
    return [...PAGE.keepers].some(keeper => keeper.shared !== this.shared && keeper.has(id));
  }

  private has(id: string): boolean {
    return [...this.carriers.values()].some(({ record }) => record?.id === id);
  }

  private readonly onTransaction = (transaction: Transaction): void => {
    const { changed } = transaction;
    const touched = new Set<unknown>([...changed.keys()].flatMap(type => [type, type.parent]));
    const before = this.carriers;
    this.carriers = this.readCarriers(cell => touched.has(cell.ymodel));
    if (isRearrangement(this.shared, transaction) && isByUser(this.shared, transaction)) {
      this.healAfter(before);
    }
  };

  /** Read the cells that were changed or are new. */
  private readCarriers(isChanged: (cell: YCellType) => boolean): Map<YCellType, ICarrier> {
    const carriers = new Map<YCellType, ICarrier>();
    for (const cell of this.shared.cells) {
      const known = this.carriers.get(cell);
      if (known !== undefined && !isChanged(cell)) {
        carriers.set(cell, known);
        continue;
      }
      const carrier = readCarrier(cell);
      PAGE.remember(carrier);
      carriers.set(cell, carrier);
    }
    return carriers;
  }

  private healAfter(before: ReadonlyMap<YCellType, ICarrier>): void {
    const places: IPlace[] = [...this.carriers.values()].map((carrier, index) => {
      const known = before.get(carrier.cell);
      return { ...carrier, index, isNew: known === undefined, isEdited: known?.source !== carrier.source };
    });
    const gone = [...before.values()].filter(({ cell }) => !this.carriers.has(cell));
    const healed = heal(
      {
        places: places.filter(({ record, isNew }) => record !== null || isNew),
        removed: gone.filter(({ record }) => record !== null),
        removedCount: gone.length
      },
      this
    );
    if (healed.length > 0) {
      this.write(healed);
    }
  }

  private write(healed: readonly IHealed[]): void {
    this.joinUndoStep();
    this.shared.transact(() => {
      for (const { place, record, attachments } of healed) {
        const { cell } = place;
        // Another view of the same notebook may have been faster.
        if (readCarrier(cell).record?.id !== place.record?.id) {
          continue;
        }
        if (record === null) {
          cell.deleteMetadata(METADATA_KEY);
        } else {
          cell.setMetadata(METADATA_KEY, record.value);
        }
        if (attachments !== undefined && mayHaveAttachments(cell)) {
          cell.attachments = attachments;
        }
      }
    });
  }

  /** However slow the page is: undoing the change undoes its healing, too. */
  private joinUndoStep(): void {
    const { undoManager, ydoc } = this.shared;
    const { captureTimeout } = undoManager;
    // Not finite: another view of the same notebook is at it, and will restore it.
    if (Number.isFinite(captureTimeout)) {
      undoManager.captureTimeout = Infinity;
      ydoc.once('afterAllTransactions', () => {
        undoManager.captureTimeout = captureTimeout;
      });
    }
  }

  private readonly shared: YNotebook;
  /** Every cell of the notebook, in document order. */
  private carriers: Map<YCellType, ICarrier> = new Map();
}
