import type { INotebookModel } from '@jupyterlab/notebook';
import { JSONExt, type ReadonlyPartialJSONValue } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { JournalItem } from '../tokens';
import { IdentityKeeper } from './identity';
import { readItems } from './items';
import { NumberKeeper } from './renumber';
import type { IHeadings } from './templates';

/** How long changes are gathered before the entries are read again, in milliseconds. */
const COALESCE_MS = 50;

function isEqual(a: JournalItem, b: JournalItem): boolean {
  return JSONExt.deepEqual(
    a as unknown as ReadonlyPartialJSONValue,
    b as unknown as ReadonlyPartialJSONValue
  );
}

/** The entries of one notebook model; it follows every change. */
export class EntriesModel implements IDisposable {
  constructor(
    private readonly notebook: INotebookModel,
    private readonly headings: IHeadings
  ) {
    this._items = readItems(notebook.cells, headings.reader);
    // Before the numbers, which depend on which entries are copies.
    this.identities = new IdentityKeeper(notebook);
    this.numbers = new NumberKeeper(notebook, headings);
    notebook.contentChanged.connect(this.onContentChanged, this);
    headings.changed.connect(this.refresh, this);
  }

  get items(): readonly JournalItem[] {
    return this._items;
  }

  /** Emitted after `items` has been replaced by something different. */
  get itemsChanged(): ISignal<this, void> {
    return this._itemsChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    clearTimeout(this.timer);
    this.identities.dispose();
    this.numbers.dispose();
    Signal.clearData(this);
  }

  /** Write the numbers of headings that are still to be written. */
  flush(): void {
    this.numbers.flush();
  }

  private onContentChanged(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.refresh();
    }, COALESCE_MS);
  }

  private refresh(): void {
    const before = new Map(this._items.map(item => [item.cellId, item]));
    const items = readItems(this.notebook.cells, this.headings.reader).map(item => {
      const known = before.get(item.cellId);
      // The same object, so that only the lines that changed are drawn again.
      return known && isEqual(known, item) ? known : item;
    });
    // Typing and streaming outputs change the notebook all the time, the journal hardly ever.
    const { length } = this._items;
    if (items.length !== length || items.some((item, index) => item !== this._items[index])) {
      this._items = items;
      this._itemsChanged.emit();
    }
  }

  private readonly identities: IdentityKeeper;
  private readonly numbers: NumberKeeper;
  private readonly _itemsChanged = new Signal<this, void>(this);
  private _items: readonly JournalItem[];
  private _isDisposed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
}
