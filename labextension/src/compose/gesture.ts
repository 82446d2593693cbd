import type { IDisposable } from '@lumino/disposable';

/** How long after a key or a button was pressed a command can still be its doing, in milliseconds. */
const EFFECT_MS = 1000;

/**
 * Recognises the repetitions of a key held down and the second click of a double click: no person means
 * them as another command. By then the first has often been answered, so waiting for its end is not enough.
 */
export class Gesture implements IDisposable {
  constructor() {
    document.addEventListener('mousedown', this.onEvent, true);
    document.addEventListener('keydown', this.onEvent, true);
  }

  /** Whether what happens now is the doing of a repetition. */
  get isRepeated(): boolean {
    const { last } = this;
    if (last === null || performance.now() - this.at > EFFECT_MS) {
      return false;
    }
    return last instanceof KeyboardEvent ? last.repeat : last.detail > 1;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    document.removeEventListener('mousedown', this.onEvent, true);
    document.removeEventListener('keydown', this.onEvent, true);
  }

  private readonly onEvent = (event: MouseEvent | KeyboardEvent): void => {
    this.last = event;
    this.at = performance.now();
  };

  private at = 0;
  private last: MouseEvent | KeyboardEvent | null = null;
  private _isDisposed = false;
}
