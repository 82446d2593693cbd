import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IJournal, INotebookJournal } from '../tokens';
import { NotebookJournal } from './journal';
import type { IHeadings, TemplateHeadings } from './templates';

/** Follows the notebook in front and keeps one journal for each open notebook. */
export class JournalTracker implements IJournal {
  constructor(
    private readonly notebooks: INotebookTracker,
    private readonly headings: IHeadings & Pick<TemplateHeadings, 'load'>
  ) {
    notebooks.currentChanged.connect(this.onCurrentChanged, this);
    this.onCurrentChanged();
  }

  get current(): INotebookJournal | null {
    return this._current;
  }

  get currentChanged(): ISignal<this, INotebookJournal | null> {
    return this._currentChanged;
  }

  private onCurrentChanged(): void {
    const panel = this.notebooks.currentWidget;
    if (panel === null) {
      this.setCurrent(null);
      return;
    }
    const known = this.journals.get(panel);
    if (known) {
      this.setCurrent(known);
      return;
    }
    this.setCurrent(null);
    void this.open(panel).then(journal => {
      if (this.notebooks.currentWidget === panel) {
        this.setCurrent(journal);
      }
    });
  }

  async find(path: string): Promise<INotebookJournal | null> {
    const wanted = path.replace(/^\/+/, '');
    const isIt = ({ context }: NotebookPanel): boolean =>
      context.path === wanted || context.localPath === wanted;
    const { currentWidget } = this.notebooks;
    // Of two views of one notebook, the one in front.
    const isInFront = currentWidget !== null && isIt(currentWidget);
    const panel = isInFront ? currentWidget : this.notebooks.find(isIt);
    return panel ? this.open(panel) : null;
  }

  private async open(panel: NotebookPanel): Promise<INotebookJournal | null> {
    void this.headings.load();
    await panel.context.ready;
    if (panel.isDisposed) {
      return null;
    }
    const journal = this.journals.get(panel) ?? new NotebookJournal(panel, this.headings);
    this.journals.set(panel, journal);
    return journal;
  }

  private setCurrent(journal: INotebookJournal | null): void {
    if (this._current !== journal) {
      this._current = journal;
      this._currentChanged.emit(journal);
    }
  }

  private readonly journals = new WeakMap<NotebookPanel, NotebookJournal>();
  private readonly _currentChanged = new Signal<this, INotebookJournal | null>(this);
  private _current: INotebookJournal | null = null;
}
