import { PromiseDelegate } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { Export, ExportRequest } from '../_schema';
import { JournalAPIError, type JournalAPI } from '../api';

/** The part of the server that an export needs. */
export type ExportsAPI = Pick<JournalAPI, 'startExport' | 'getExport' | 'cancelExport'>;

/** Pauses between two questions to the server, in milliseconds. */
const FIRST_PAUSE = 150;
const LONGEST_PAUSE = 1000;
const PAUSE_GROWTH = 1.5;

/** Questions in a row that may stay unanswered before the export is given up: a laptop may change its network. */
const TOLERATED_FAILURES = 4;

/** Whether an export has come to its end, good or bad. */
export function isOver(state: Export): boolean {
  return state.stage === 'done' || state.stage === 'failed' || state.stage === 'cancelled';
}

/** One export on the server, followed until it is over. */
export class ExportJob implements IDisposable {
  /** Ask the server to export; rejects when it refuses. */
  static async start(api: ExportsAPI, request: ExportRequest): Promise<ExportJob> {
    return new ExportJob(api, await api.startExport(request));
  }

  /** The last answer of the server. */
  get state(): Export {
    return this._state;
  }

  /** Emitted after `state` has been replaced. */
  get changed(): ISignal<this, Export> {
    return this._changed;
  }

  /** Resolves with the state when following ended; rejects when the server can no longer be asked. */
  get finished(): Promise<Export> {
    return this._finished;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /**
   * Ask the server to stop. `finished` then resolves with what became of the export:
   * the request may come too late, and then the export is done.
   */
  async cancel(): Promise<void> {
    try {
      await this._api.cancelExport(this._state.id);
    } catch (error) {
      if (!isForgotten(error)) {
        throw error;
      }
    }
    this._cancelled = true;
    this._wake.resolve();
  }

  /** Stop following; the export itself goes on. */
  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._wake.resolve();
    Signal.clearData(this);
  }

  private constructor(api: ExportsAPI, state: Export) {
    this._api = api;
    this._state = state;
    this._finished = this._follow();
  }

  private async _follow(): Promise<Export> {
    let pause = FIRST_PAUSE;
    let failures = 0;
    while (!isOver(this._state)) {
      await this._sleep(pause);
      if (this._isDisposed) {
        break;
      }
      pause = Math.min(pause * PAUSE_GROWTH, LONGEST_PAUSE);
      try {
        this._set(await this._api.getExport(this._state.id));
        failures = 0;
      } catch (error) {
        if (this._cancelled && isForgotten(error)) {
          this._set({ ...this._state, stage: 'cancelled' });
        } else if (!isPassing(error) || ++failures > TOLERATED_FAILURES) {
          throw error;
        }
      }
    }
    return this._state;
  }

  /** Wait, but no longer than until `cancel` or `dispose`. */
  private async _sleep(milliseconds: number): Promise<void> {
    this._wake = new PromiseDelegate<void>();
    const timer = setTimeout(() => {
      this._wake.resolve();
    }, milliseconds);
    await this._wake.promise;
    clearTimeout(timer);
  }

  private _set(state: Export): void {
    if (!this._isDisposed) {
      this._state = state;
      this._changed.emit(state);
    }
  }

  private readonly _api: ExportsAPI;
  private readonly _changed = new Signal<this, Export>(this);
  private readonly _finished: Promise<Export>;
  private _wake = new PromiseDelegate<void>();
  private _state: Export;
  private _cancelled = false;
  private _isDisposed = false;
}

/** Whether the server does not know the export (any more). */
function isForgotten(error: unknown): boolean {
  return error instanceof JournalAPIError && error.status === 404;
}

/** Whether the same question may well be answered a moment later. */
function isPassing(error: unknown): boolean {
  return error instanceof JournalAPIError && (error.code === 'network' || error.status >= 500);
}
