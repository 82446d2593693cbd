import type { MarkdownCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { type SharedCell, YNotebook } from '@jupyter/ydoc';
import type { IDisposable } from '@lumino/disposable';
import { MessageLoop } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { ComposedEntry, Entry } from '../_schema';
import type { INotebookJournal, IPosition, JournalItem } from '../tokens';
import { seenRendered } from './drawing';
import { findFirstHint } from './heading';
import { readEntriesAbove } from './items';
import { EntriesModel } from './model';

/** The journal of one open notebook; it lives as long as the notebook's panel. */
export class NotebookJournal implements INotebookJournal, IDisposable {
  /** @param panel - its model must be there: wait for `panel.context.ready` */
  constructor(readonly panel: NotebookPanel) {
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
    const { activeCell, mode } = this.panel.content;
    const edited = mode === 'edit' ? (activeCell?.model.sharedModel.getSource() ?? null) : null;
    return { cellId: this.anchor, edited };
  }

  hasMovedSince(position: IPosition): boolean {
    const { cellId, edited } = this.position;
    // JupyterLab puts a first cell into an empty notebook by itself.
    const isElsewhere = position.cellId !== null && cellId !== position.cellId;
    return isElsewhere || (edited !== null && edited !== position.edited);
  }

  entriesAbove(anchor: string | null): Entry[] {
    return readEntriesAbove(this.panel.model?.cells ?? [], anchor);
  }

  insert(cell: ComposedEntry['cell'], anchor: string | null): string {
    const shared = this.panel.model?.sharedModel;
    if (!shared) {
      throw new Error('The notebook was closed before the entry could be inserted.');
    }
    const above = this.indexOf(anchor);
    const index = (above === -1 ? this.panel.content.activeCellIndex : above) + 1;
    if (shared instanceof YNotebook) {
      // Otherwise what was typed a moment ago would be undone together with the entry.
      shared.undoManager.stopCapturing();
    }
    // What the server composed is a cell of nbformat; the contract leaves metadata and attachments open.
    return shared.insertCell(index, cell as SharedCell.Cell).getId();
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
    const wasFocused = notebook.node.contains(document.activeElement);
    // In edit mode the new cell would open its source; what was captured is to be seen rendered.
    notebook.mode = 'command';
    this.reveal(cellId);
    if (wasFocused) {
      // The editor that had the focus may be gone; the keys of the command mode need it.
      notebook.activate();
    }
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
    this.entries = model === null ? null : new EntriesModel(model);
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
