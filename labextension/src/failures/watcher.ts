import { CodeCell, type Cell } from '@jupyterlab/cells';
import { NotebookActions, type Notebook, type NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { FailureButtons, hasError } from './button';

/** Keeps a button below each failed cell of one notebook, whatever happens to its cells. */
export class FailureWatcher implements IDisposable {
  constructor(
    private readonly panel: NotebookPanel,
    trans: TranslationBundle,
    onClick: (cell: CodeCell) => void
  ) {
    this.buttons = new FailureButtons(trans, onClick);
    NotebookActions.executed.connect(this.onCellChanged, this);
    NotebookActions.outputCleared.connect(this.onCellChanged, this);
    NotebookActions.executionScheduled.connect(this.onCellChanged, this);
    panel.disposed.connect(this.dispose, this);
    void panel.revealed.then(() => {
      if (!this._isDisposed) {
        panel.model?.cells.changed.connect(this.onCellsChanged, this);
        this.updateAll();
      }
    });
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.disconnectReceiver(this);
    }
  }

  private onCellChanged(_sender: unknown, { notebook, cell }: { notebook: Notebook; cell: Cell }): void {
    if (notebook === this.panel.content && cell instanceof CodeCell && !cell.isDisposed) {
      this.buttons.update(cell, hasError(cell));
    }
  }

  /** The notebook makes the widgets of new and moved cells in the same turn; they are looked at after it. */
  private onCellsChanged(): void {
    if (!this.isPending) {
      this.isPending = true;
      void Promise.resolve().then(() => {
        this.isPending = false;
        this.updateAll();
      });
    }
  }

  private updateAll(): void {
    for (const cell of this._isDisposed ? [] : this.panel.content.widgets) {
      if (cell instanceof CodeCell && !cell.isDisposed) {
        this.buttons.update(cell, hasError(cell));
      }
    }
  }

  private readonly buttons: FailureButtons;
  private isPending = false;
  private _isDisposed = false;
}

/** Keep a button below each failed cell of a notebook, for as long as it is open. */
export function watchFailures(
  panel: NotebookPanel,
  trans: TranslationBundle,
  onClick: (cell: CodeCell) => void
): IDisposable {
  return new FailureWatcher(panel, trans, onClick);
}
