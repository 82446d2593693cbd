import { Notification } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type { KernelError } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

/** How long an offer stays, in milliseconds. */
const SHOWN_MS = 10_000;

/**
 * Offers by a notification to journal an error. A new offer takes the place of the last, and one whose
 * matter is settled goes: the error has its entry, or is no longer there.
 */
export class FailureOffer {
  constructor(
    private readonly trans: TranslationBundle,
    private readonly onRefused: () => void
  ) {}

  /**
   * Offer to journal the error of a cell.
   *
   * @param onAccepted - what inserts the entry
   */
  show(cell: Cell, error: KernelError, onAccepted: () => void): void {
    this.withdraw();
    const { trans } = this;
    this.cell = cell;
    cell.disposed.connect(this.settle, this);
    this.id = Notification.info(trans.__('The cell ended with %1.', error.errorName), {
      autoClose: SHOWN_MS,
      actions: [
        { label: trans.__('Journal this error'), callback: onAccepted, displayType: 'accent' },
        {
          label: trans.__('Do not offer'),
          caption: trans.__('Offer no errors any more; the settings of the journal can change it back'),
          callback: this.onRefused
        }
      ]
    });
  }

  /** Take the last offer away when it is about the error of this cell. */
  settle(cell: Cell): void {
    if (cell === this.cell) {
      this.withdraw();
    }
  }

  /** Take the last offer away. */
  withdraw(): void {
    this.cell?.disposed.disconnect(this.settle, this);
    this.cell = null;
    if (this.id !== null) {
      Notification.dismiss(this.id);
      this.id = null;
    }
  }

  private cell: Cell | null = null;
  private id: string | null = null;
}
