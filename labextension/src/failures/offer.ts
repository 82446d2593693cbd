import { Notification } from '@jupyterlab/apputils';
import type { KernelError } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

/** How long an offer stays, in milliseconds. */
const SHOWN_MS = 10_000;

/** Offers by a notification to journal an error; a new offer takes the place of the last. */
export class FailureOffer {
  constructor(
    private readonly trans: TranslationBundle,
    private readonly onRefused: () => void
  ) {}

  /**
   * Offer to journal an error.
   *
   * @param onAccepted - what inserts the entry
   */
  show(error: KernelError, onAccepted: () => void): void {
    this.withdraw();
    const { trans } = this;
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

  /** Take the last offer away. */
  withdraw(): void {
    if (this.id !== null) {
      Notification.dismiss(this.id);
      this.id = null;
    }
  }

  private id: string | null = null;
}
