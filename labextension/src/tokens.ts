import type { NotebookPanel } from '@jupyterlab/notebook';
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type { ComposedEntry, Entry } from './_schema';

/** A cell whose metadata is an entry. */
export interface IEntryItem {
  readonly readable: true;
  readonly cellId: string;
  /** The machine's half, as it lies in the notebook. */
  readonly entry: Entry;
  /** What the heading says, without kind and number; empty when it says no more. */
  readonly title: string;
  /** Rank by time among the entries of its kind, from 1; null for kinds without numbers, and for copies. */
  readonly number: number | null;
}

/** A cell with `metadata.journal` that is no entry; it is shown and never touched. */
export interface IUnreadableItem {
  readonly readable: false;
  readonly cellId: string;
  /** The field of the metadata that is missing or wrong. */
  readonly field: string;
}

/** One line of the journal of a notebook. */
export type JournalItem = IEntryItem | IUnreadableItem;

/** Where the user of a notebook is. */
export interface IPosition {
  /** The active cell; null when the notebook has no cell. */
  readonly cellId: string | null;
  /** The text of the active cell while it is being edited, else null. */
  readonly edited: string | null;
  /** What has the focus outside the notebook; null when nothing has. */
  readonly focus: Element | null;
  /** What stands in it when it is a field for text, else null. */
  readonly typed: string | null;
}

/** The journal of one open notebook. */
export interface INotebookJournal {
  readonly panel: NotebookPanel;
  /** The entries, in document order. */
  readonly items: readonly JournalItem[];
  /** Emitted after `items` has been replaced. */
  readonly itemsChanged: ISignal<INotebookJournal, void>;
  /** Id of the active cell; null when the notebook has no cell. */
  readonly anchor: string | null;
  readonly position: IPosition;
  /**
   * Whether the user has moved on to other work: in another cell, in another part of the page, or
   * typing. Somebody who only waits, in whichever mode, has not; nor has somebody who left the edit mode.
   */
  hasMovedSince(position: IPosition): boolean;
  /** The entries as they are now, in document order; `items` follows a moment later. */
  readEntries(): Entry[];
  /**
   * Insert a composed entry, as one undo step: after the last entry about the same cell, or below the
   * cell `anchor` (the active cell when that is gone). The active cell stays what it is, unless it was
   * empty and the entry took its place.
   *
   * @returns the id of the new cell
   */
  insert(cell: ComposedEntry['cell'], anchor: string | null): string;
  /** Find an entry by its id; where others write too, it may come a moment later. */
  find(entryId: string): Promise<IEntryItem | null>;
  /**
   * Resolves when a new cell is seen rendered, or after a moment when it is not going to be: it is out
   * of view, or the whole page is.
   */
  drawn(cellId: string): Promise<void>;
  /** Make a cell the active one, in command mode, scroll to it and give it the focus. */
  goTo(cellId: string): void;
  /** Scroll to a cell and make it the active one. */
  reveal(cellId: string): void;
  /** Open a cell for editing, with its first unfilled section selected. */
  editFirstHint(cellId: string): Promise<void>;
}

/** The journal of the notebook in front. */
export interface IJournal {
  /** Null while no notebook is open. */
  readonly current: INotebookJournal | null;
  readonly currentChanged: ISignal<IJournal, INotebookJournal | null>;
  /** The journal of an open notebook, in front or not; null when none is open at this path. */
  find(path: string): Promise<INotebookJournal | null>;
}

/** The journal of the notebook in front. */
export const IJournal = new Token<IJournal>(
  'jupyterlab-journal:IJournal',
  'The journal of the notebook in front: its entries, and the way to insert one.'
);

/** Composes entries and inserts them; what is asked for by a command needs no more than the command. */
export interface IComposer {
  /**
   * Insert a note with this text into the notebook in front, as a person asks for it.
   *
   * @returns whether it was inserted
   */
  insertNote(text: string): Promise<boolean>;
}

/** Composes entries and inserts them. */
export const IComposer = new Token<IComposer>(
  'jupyterlab-journal:IComposer',
  'Composes entries and inserts them into the notebook in front.'
);

/** Where an item stands among its neighbours. */
export interface IItemOptions {
  /** Smaller comes first; 100 when absent. */
  readonly rank?: number;
}

/** The side panel of the journal, which other features add their parts to. */
export interface IJournalPanel {
  /** Add a widget above the buttons; disposing the result removes and disposes it. */
  addHeaderItem(item: Widget, options?: IItemOptions): IDisposable;
  /** Add a widget to the row at the foot; disposing the result removes and disposes it. */
  addFooterItem(item: Widget, options?: IItemOptions): IDisposable;
}

/** The side panel of the journal, which other features add their parts to. */
export const IJournalPanel = new Token<IJournalPanel>(
  'jupyterlab-journal:IJournalPanel',
  'The side panel of the journal: add a part to its head or its foot.'
);

/** What a rule finds in one place of an entry; never the text that it found. */
export interface IAllowed {
  readonly rule: string;
  readonly field: string;
}

/** What is taken out of entries before they are written. */
export interface IRedaction {
  /** Whether the server's configuration switched it off; false until that is known. */
  readonly isOff: boolean;
  /** What the user called no secret. */
  readonly allowed: readonly IAllowed[];
  /** Emitted when either of them changes. */
  readonly changed: ISignal<IRedaction, void>;
  /** Keep in the user's settings that this is no secret; from the next entry on, it stays. */
  allow(what: IAllowed): Promise<void>;
}

/** What is taken out of entries before they are written. */
export const IRedaction = new Token<IRedaction>(
  'jupyterlab-journal:IRedaction',
  'What is taken out of entries before they are written, and what the user called no secret.'
);
