import type { INotebookContent } from '@jupyterlab/nbformat';
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { Review } from '../_schema';
import type { JournalAPI } from '../api';
import { comparable, type Base } from './arguments';

/** The notebook under review, as far as the review is concerned. */
export interface ISubject {
  readonly path: string;
  /** Whether the screen shows something that the file does not. */
  readonly dirty: boolean;
  /** Null once the notebook has been closed; what is left then is its file. */
  toJSON(): INotebookContent | null;
}

/** What there is to show. */
export type ReviewState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly review: Review }
  | { readonly phase: 'failed'; readonly error: unknown };

/** The comparison of one notebook with one of its earlier states. */
export class ReviewModel implements IDisposable {
  constructor(
    readonly subject: ISubject,
    private readonly api: Pick<JournalAPI, 'review'>,
    base: Base
  ) {
    this._base = base;
  }

  /** What the notebook is compared with. */
  get base(): Base {
    return this._base;
  }

  get state(): ReviewState {
    return this._state;
  }

  /** Emitted after `base` or `state` has been replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Compare with another state. */
  compareWith(base: Base): Promise<void> {
    this._base = base;
    return this.refresh();
  }

  /** Compare again; an answer that a newer question has overtaken is dropped. */
  async refresh(): Promise<void> {
    const question = ++this._question;
    this._set({ phase: 'loading' });
    let state: ReviewState;
    try {
      state = { phase: 'ready', review: await this._ask() };
    } catch (error) {
      state = { phase: 'failed', error };
    }
    if (question === this._question) {
      this._set(state);
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._question++;
    Signal.clearData(this);
  }

  private async _ask(): Promise<Review> {
    const { path, dirty } = this.subject;
    // A saved notebook need not travel: the server reads the file.
    const notebook = dirty || this._base === 'saved' ? this.subject.toJSON() : null;
    return this.api.review({ path, base: this._base, content: notebook && { ...comparable(notebook) } });
  }

  private _set(state: ReviewState): void {
    if (!this._isDisposed) {
      this._state = state;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _base: Base;
  private _state: ReviewState = { phase: 'loading' };
  private _question = 0;
  private _isDisposed = false;
}
