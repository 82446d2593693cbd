import { CodeCell, type Cell, type ICellModel } from '@jupyterlab/cells';
import type { IChangedArgs } from '@jupyterlab/coreutils';
import { NotebookActions, type Notebook, type NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { hasError } from '../notebook';
import type { JournalItem } from '../tokens';
import { FailureButtons, type IFailure } from './button';
import { JournalledErrors } from './journalled';

/** Keeps a button below each failed cell of one notebook, whatever happens to its cells. */
export class FailureWatcher implements IDisposable {
  constructor(
    private readonly panel: NotebookPanel,
    trans: TranslationBundle,
    onClick: (cell: CodeCell, failure: IFailure) => void,
    private readonly onSettled: (cell: CodeCell) => void
  ) {
    this.buttons = new FailureButtons(trans, onClick);
    NotebookActions.executed.connect(this.onCellChanged, this);
    NotebookActions.outputCleared.connect(this.onCellChanged, this);
    NotebookActions.executionScheduled.connect(this.onScheduled, this);
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

  /** Take note of the entries of the notebook. */
  readEntries(items: readonly JournalItem[]): void {
    this.journalled.read(items);
    this.updateAll();
  }

  private onScheduled(sender: unknown, args: { notebook: Notebook; cell: Cell }): void {
    if (args.notebook === this.panel.content && args.cell instanceof CodeCell) {
      this.journalled.forget(args.cell);
      this.onSettled(args.cell);
    }
    this.onCellChanged(sender, args);
  }

  private onCellChanged(_sender: unknown, { notebook, cell }: { notebook: Notebook; cell: Cell }): void {
    if (notebook === this.panel.content && cell instanceof CodeCell && !cell.isDisposed) {
      this.update(cell);
    }
  }

  /** A cell that the server runs, or another person, ends in the document alone. */
  private onStateChanged(model: ICellModel, { name }: IChangedArgs<unknown>): void {
    const cell = ['executionCount', 'executionState'].includes(name)
      ? this.panel.content.widgets.find(widget => widget.model === model)
      : undefined;
    if (cell instanceof CodeCell && !cell.isDisposed) {
      this.update(cell);
    }
  }

  private update(cell: CodeCell): void {
    cell.model.stateChanged.connect(this.onStateChanged, this); // once: connected again, it stays one connection
    const failure = hasError(cell.model) ? { entry: this.journalled.find(cell) } : null;
    this.buttons.update(cell, failure);
    if (failure?.entry !== null) {
      this.onSettled(cell);
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
        this.update(cell);
      }
    }
  }

  private readonly buttons: FailureButtons;
  private readonly journalled = new JournalledErrors();
  private isPending = false;
  private _isDisposed = false;
}
