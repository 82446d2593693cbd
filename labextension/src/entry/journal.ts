import type { MarkdownCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { type SharedCell, YNotebook } from '@jupyter/ydoc';
import type { IDisposable } from '@lumino/disposable';
import { MessageLoop } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { ComposedEntry, Entry } from '../_schema';
import type { IEntryItem, INotebookJournal, IPosition, JournalItem } from '../tokens';
import { seenRendered } from './drawing';
import { focusOutside } from './focus';
import { findFirstHint } from './heading';
import { readEntries, readItems } from './items';
import { METADATA_KEY, readEntry } from './metadata';
import { EntriesModel } from './model';
import { findPlace } from './place';
import type { IHeadings } from './templates';
import { changedWithin } from './waiting';

/** How long an entry is waited for that another page has just made, in milliseconds. */
const PATIENCE_MS = 2000;

/** The journal of one open notebook; it lives as long as the notebook's panel. */
export class NotebookJournal implements INotebookJournal, IDisposable {
  /** @param panel - its model must be there: wait for `panel.context.ready` */
  constructor(
    readonly panel: NotebookPanel,
    private readonly headings: IHeadings
  ) {
    this.onModelChanged();
    panel.content.modelChanged.connect(this.onModelChanged, this);
    panel.context.saveState.connect(this.onSaveState, this);
    panel.disposed.connect(this.dispose, this);
  }

  get items(): readonly JournalItem[] {
    return this.entries?.items ?? [];
  }

  get itemsChanged(): ISignal<this, void> {
    return this._itemsChanged;
  }

  get anchor(): string | null {
    return this.panel.content.activeCell?.model.id ?? null;
  }

  get position(): IPosition {
    const { activeCell, mode, node } = this.panel.content;
    const edited = mode === 'edit' ? (activeCell?.model.sharedModel.getSource() ?? null) : null;
    return { cellId: this.anchor, edited, ...focusOutside(node) };
  }

  hasMovedSince(position: IPosition): boolean {
    const { cellId, edited, focus, typed } = this.position;
    // JupyterLab puts a first cell into an empty notebook by itself.
    const isInAnotherCell = position.cellId !== null && cellId !== position.cellId;
    const isTyping = edited !== null && edited !== position.edited;
    const hasLeft = focus !== null && (focus !== position.focus || typed !== position.typed);
    return isInAnotherCell || isTyping || hasLeft;
  }

  readEntries(): Entry[] {
    return readEntries(this.panel.model?.cells ?? []);
  }

  insert(cell: ComposedEntry['cell'], anchor: string | null): string {
    const model = this.panel.model;
    if (!model) {
      throw new Error('The notebook was closed before the entry could be inserted.');
    }
    const shared = model.sharedModel;
    const read = readEntry(cell.metadata[METADATA_KEY]);
    const place = findPlace([...model.cells], 'entry' in read ? read.entry : null, {
      anchor: this.indexOf(anchor) === -1 ? this.anchor : anchor,
      edited: this.panel.content.mode === 'edit' ? this.anchor : null
    });
    if (shared instanceof YNotebook) {
      // Otherwise what was typed a moment ago would be undone together with the entry.
      shared.undoManager.stopCapturing();
    }
    let id = '';
    shared.transact(() => {
      // What the server composed is a cell of nbformat; the contract leaves metadata and attachments open.
      id = shared.insertCell(place.index, cell as SharedCell.Cell).getId();
      if (place.replaces) {
        shared.deleteCell(place.index + 1);
      }
    });
    return id;
  }

  async find(entryId: string): Promise<IEntryItem | null> {
    const isIt = (item: JournalItem): item is IEntryItem => item.readable && item.entry.id === entryId;
    const search = (): IEntryItem | null =>
      readItems(this.panel.model?.cells ?? [], this.headings.reader).find(isIt) ?? null;
    const found = search();
    return found === null && this.panel.model?.collaborative === true
      ? changedWithin(this.itemsChanged, search, PATIENCE_MS)
      : found;
  }

  async drawn(cellId: string): Promise<void> {
    const notebook = this.panel.content;
    // JupyterLab draws new cells when it has nothing else to do, which in a long notebook may take long.
    MessageLoop.sendMessage(notebook, Widget.Msg.UpdateRequest);
    const cell = notebook.widgets[this.indexOf(cellId)];
    if (cell?.isAttached === true) {
      await seenRendered(cell);
    }
  }

  goTo(cellId: string): void {
    const notebook = this.panel.content;
    // In edit mode the new cell would open its source; what was captured is to be seen rendered.
    notebook.mode = 'command';
    this.reveal(cellId);
    // Without the focus, the next key would go to the button that was pressed, or nowhere.
    notebook.activate();
  }

  reveal(cellId: string): void {
    const notebook = this.panel.content;
    const index = this.indexOf(cellId);
    if (index === -1) {
      return;
    }
    notebook.deselectAll();
    notebook.activeCellIndex = index;
    // Not awaited: in a long notebook the cell may be drawn much later, and nothing depends on it.
    notebook.scrollToItem(index, 'smart').catch((reason: unknown) => {
      console.warn('The cell of the entry could not be scrolled to.', reason);
    });
  }

  async editFirstHint(cellId: string): Promise<void> {
    this.reveal(cellId);
    const notebook = this.panel.content;
    const cell = notebook.activeCell;
    if (cell?.model.id !== cellId) {
      return;
    }
    const hint = findFirstHint(cell.model.sharedModel.getSource());
    if (hint === null) {
      return;
    }
    (cell as MarkdownCell).rendered = false;
    await cell.ready;
    const { editor } = cell;
    // The mode follows the focus, which may still be in the side panel.
    editor?.focus();
    notebook.mode = 'edit';
    // Each pending update of a Markdown cell sends the cursor to the end of the heading's marks.
    MessageLoop.flush();
    const start = editor?.getPositionAt(hint.start);
    const end = editor?.getPositionAt(hint.end);
    if (editor && start && end) {
      editor.setSelection({ start, end });
      editor.revealSelection({ start, end }); // below a long table it may be out of sight
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this.entries?.dispose();
    Signal.clearData(this);
  }

  /** Position of a cell, -1 when it is not there. */
  private indexOf(cellId: string | null): number {
    return this.panel.content.widgets.findIndex(cell => cell.model.id === cellId);
  }

  private onModelChanged(): void {
    this.entries?.dispose();
    const { model } = this.panel.content;
    this.entries = model === null ? null : new EntriesModel(model, this.headings);
    this.entries?.itemsChanged.connect(this.onItemsChanged, this);
    this._itemsChanged.emit();
  }

  private onSaveState(_context: unknown, state: string): void {
    if (state === 'started') {
      this.entries?.flush();
    }
  }

  private onItemsChanged(): void {
    this._itemsChanged.emit();
  }

  private entries: EntriesModel | null = null;
  private readonly _itemsChanged = new Signal<this, void>(this);
  private _isDisposed = false;
}
