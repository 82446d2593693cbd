import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';
import type { Kind } from '../_schema';
import { KINDS, kindLabel, traitsOf } from '../kinds';
import { writableJournal } from '../notebook';
import type { IJournal, INotebookJournal, JournalItem } from '../tokens';

/** A line of the timeline. */
export interface ITimelineRow {
  readonly item: JournalItem;
  /** 1, or 2 below a goal. */
  readonly level: 1 | 2;
}

/** What the panel shows of the notebook in front: its entries, filtered. */
export class TimelineModel extends VDomModel {
  constructor(
    private readonly journal: IJournal,
    private readonly trans: TranslationBundle
  ) {
    super();
    journal.currentChanged.connect(this.onCurrentChanged, this);
    this.follow(journal.current);
  }

  /** The journal of the notebook in front; null while none is open. */
  get current(): INotebookJournal | null {
    return this.followed;
  }

  /** Whether entries can be inserted. */
  get canInsert(): boolean {
    return writableJournal(this.journal) !== null;
  }

  get isEmpty(): boolean {
    return (this.followed?.items.length ?? 0) === 0;
  }

  /** Kinds to choose from: those that occur in the notebook, and the chosen one. */
  get kinds(): Kind[] {
    const present = new Set(
      (this.followed?.items ?? []).map(item => (item.readable ? item.entry.kind : null))
    );
    return KINDS.filter(kind => kind === this._kind || present.has(kind));
  }

  /** Words that a line must contain. */
  get filter(): string {
    return this._filter;
  }

  set filter(value: string) {
    this._filter = value;
    this.stateChanged.emit();
  }

  /** The only kind that is shown; null for all. */
  get kind(): Kind | null {
    return this._kind;
  }

  set kind(value: Kind | null) {
    this._kind = value;
    this.stateChanged.emit();
  }

  /** The lines to show, in document order. */
  get rows(): ITimelineRow[] {
    const rows: ITimelineRow[] = [];
    let belowGoal = false;
    for (const item of this.followed?.items ?? []) {
      const isGoal = item.readable && traitsOf(item.entry.kind).opens_notebook === true;
      belowGoal ||= isGoal;
      if (this.matches(item)) {
        rows.push({ item, level: belowGoal && !isGoal ? 2 : 1 });
      }
    }
    return rows;
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.journal.currentChanged.disconnect(this.onCurrentChanged, this);
    this.followed?.itemsChanged.disconnect(this.onItemsChanged, this);
    super.dispose();
  }

  private matches(item: JournalItem): boolean {
    const wanted = this._filter.trim().toLowerCase();
    if (!item.readable) {
      return this._kind === null && wanted === '';
    }
    if (this._kind !== null && item.entry.kind !== this._kind) {
      return false;
    }
    const { kind, changes } = item.entry;
    const names = (changes ?? []).map(change => change.name);
    return [item.title, kindLabel(kind, this.trans), ...names].join(' ').toLowerCase().includes(wanted);
  }

  private onCurrentChanged(): void {
    this.follow(this.journal.current);
    this.stateChanged.emit();
  }

  private follow(journal: INotebookJournal | null): void {
    this.followed?.itemsChanged.disconnect(this.onItemsChanged, this);
    this.followed = journal;
    this.followed?.itemsChanged.connect(this.onItemsChanged, this);
  }

  private onItemsChanged(): void {
    this.stateChanged.emit();
  }

  private followed: INotebookJournal | null = null;
  private _filter = '';
  private _kind: Kind | null = null;
}
