import type { CodeCell } from '@jupyterlab/cells';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { PanelLayout } from '@lumino/widgets';
import { Widget } from '@lumino/widgets';
import { journalIcon } from '../icons';
import { hasError } from '../notebook';

/** What is known of a failed cell. */
export interface IFailure {
  /** Id of the cell with the entry about the error; null while the error has no entry. */
  readonly entry: string | null;
}

/** The button below the output of a cell that failed: it journals the error, then leads to its entry. */
class FailureButton extends Widget {
  constructor(
    private readonly trans: TranslationBundle,
    onClick: () => void
  ) {
    super({ node: document.createElement('div') });
    this.addClass('jp-JournalFailure');
    this.button.type = 'button';
    this.button.className = 'jp-JournalFailure-button';
    // The icon of errors is a cross, which on a button would mean: take it away.
    journalIcon.element({ container: this.button, tag: 'span' });
    this.button.append(this.label);
    this.button.addEventListener('click', onClick);
    this.node.append(this.button);
  }

  setFailure(failure: IFailure): void {
    const { trans } = this;
    const isNew = failure.entry === null;
    this.label.data = isNew ? trans.__('Journal this error') : trans.__('Show the entry');
    this.button.title = isNew
      ? trans.__('Record what failed, where, and with which tensors, in an entry below this cell')
      : trans.__('Go to the entry about this error');
  }

  private readonly button = document.createElement('button');
  private readonly label = document.createTextNode('');
}

/** Insert a button above the footer, which is the last part of a cell. */
function place(cell: CodeCell, button: FailureButton): void {
  const layout = cell.layout as PanelLayout;
  layout.insertWidget(Math.max(0, layout.widgets.length - 1), button);
}

/** A button, and what it is about. */
interface IPlaced {
  readonly button: FailureButton;
  failure: IFailure;
}

/** The buttons of the cells of one notebook: one below each output with an error. */
export class FailureButtons {
  constructor(
    private readonly trans: TranslationBundle,
    private readonly onClick: (cell: CodeCell, failure: IFailure) => void
  ) {}

  /**
   * Show, change or remove the button of a cell.
   *
   * @param failure - null when the cell should have none
   */
  update(cell: CodeCell, failure: IFailure | null): void {
    const known = this.placed.get(cell);
    if (failure === null) {
      known?.button.dispose();
      this.placed.delete(cell);
    } else if (known && !known.button.isDisposed) {
      known.failure = failure;
      known.button.setFailure(failure);
    } else {
      this.add(cell, failure);
    }
  }

  private add(cell: CodeCell, failure: IFailure): void {
    const button = new FailureButton(this.trans, () => {
      this.onClick(cell, placed.failure);
    });
    const placed: IPlaced = { button, failure };
    button.setFailure(failure);
    this.placed.set(cell, placed);
    if (cell.isPlaceholder()) {
      void this.placeWhenDrawn(cell, button);
    } else {
      place(cell, button);
    }
  }

  /** A cell that was never in view has no parts yet, so there is nothing to stand below. */
  private async placeWhenDrawn(cell: CodeCell, button: FailureButton): Promise<void> {
    await cell.ready;
    if (button.isDisposed) {
      return;
    }
    if (cell.isDisposed || !hasError(cell.model)) {
      button.dispose();
    } else {
      place(cell, button);
    }
  }

  private readonly placed = new WeakMap<CodeCell, IPlaced>();
}
