import type { CodeCell } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IJournal, INotebookJournal } from '../tokens';
import type { IFailure } from './button';
import { FailureWatcher } from './watcher';

/** Who wants to know about failed cells. */
interface IFailureListener {
  /** The button of a failed cell was pressed. */
  readonly onClick: (panel: NotebookPanel, cell: CodeCell, failure: IFailure) => void;
  /** A cell has no error (any more), or there is an entry about it. */
  readonly onSettled: (cell: CodeCell) => void;
}

/** Hands the entries of the notebook in front to its watcher. */
class EntryFollower {
  constructor(
    private readonly journal: IJournal,
    private readonly watchers: WeakMap<NotebookPanel, FailureWatcher>
  ) {
    journal.currentChanged.connect(this.follow, this);
    this.follow();
  }

  private follow(): void {
    this.followed?.itemsChanged.disconnect(this.update, this);
    this.followed = this.journal.current;
    this.followed?.itemsChanged.connect(this.update, this);
    this.update();
  }

  private update(): void {
    if (this.followed !== null) {
      this.watchers.get(this.followed.panel)?.readEntries(this.followed.items);
    }
  }

  private followed: INotebookJournal | null = null;
}

/** Keep a button below each failed cell of every open notebook, for as long as the page lives. */
export function watchFailures(
  journal: IJournal,
  notebooks: INotebookTracker,
  trans: TranslationBundle,
  listener: IFailureListener
): void {
  const watchers = new WeakMap<NotebookPanel, FailureWatcher>();
  const watch = (panel: NotebookPanel): void => {
    // It ends with the panel.
    const onClick = (cell: CodeCell, failure: IFailure): void => {
      listener.onClick(panel, cell, failure);
    };
    const watcher = new FailureWatcher(panel, trans, onClick, listener.onSettled);
    watchers.set(panel, watcher);
  };
  notebooks.forEach(watch);
  const follower = new EntryFollower(journal, watchers);
  notebooks.widgetAdded.connect((_sender, panel) => {
    watch(panel);
  }, follower);
}
