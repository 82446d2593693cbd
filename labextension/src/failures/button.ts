import type { CodeCell } from '@jupyterlab/cells';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { PanelLayout } from '@lumino/widgets';
import { Widget } from '@lumino/widgets';
import { kindIcons } from '../icons';

/** The button below the output of a cell that failed. */
class FailureButton extends Widget {
  constructor(trans: TranslationBundle, onClick: () => void) {
    super({ node: document.createElement('div') });
    this.addClass('jp-JournalFailure');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'jp-JournalFailure-button';
    button.title = trans.__('Record what failed, where, and with which tensors, in an entry below this cell');
    kindIcons.error.element({ container: button, tag: 'span' });
    button.append(trans.__('Journal this error'));
    button.addEventListener('click', onClick);
    this.node.append(button);
  }
}

/** Whether the outputs of a cell hold an error. */
export function hasError(cell: CodeCell): boolean {
  const { outputs } = cell.model;
  for (let index = 0; index < outputs.length; index++) {
    if (outputs.get(index).type === 'error') {
      return true;
    }
  }
  return false;
}

/** Insert a button above the footer, which is the last part of a cell. */
function place(cell: CodeCell, button: FailureButton): void {
  const layout = cell.layout as PanelLayout;
  layout.insertWidget(Math.max(0, layout.widgets.length - 1), button);
}

/** The buttons of the cells of one notebook: one below each output with an error. */
export class FailureButtons {
  constructor(
    private readonly trans: TranslationBundle,
    private readonly onClick: (cell: CodeCell) => void
  ) {}

  /**
   * Show or remove the button of a cell.
   *
   * @param wanted - whether the cell should have one
   */
  update(cell: CodeCell, wanted: boolean): void {
    const known = this.buttons.get(cell);
    if (!wanted) {
      known?.dispose();
      this.buttons.delete(cell);
    } else if (!known || known.isDisposed) {
      const button = new FailureButton(this.trans, () => {
        this.onClick(cell);
      });
      this.buttons.set(cell, button);
      if (cell.isPlaceholder()) {
        void this.placeWhenDrawn(cell, button);
      } else {
        place(cell, button);
      }
    }
  }

  /** A cell that was never in view has no parts yet, so there is nothing to stand below. */
  private async placeWhenDrawn(cell: CodeCell, button: FailureButton): Promise<void> {
    await cell.ready;
    if (button.isDisposed) {
      return;
    }
    if (cell.isDisposed || !hasError(cell)) {
      button.dispose();
    } else {
      place(cell, button);
    }
  }

  private readonly buttons = new WeakMap<CodeCell, FailureButton>();
}
