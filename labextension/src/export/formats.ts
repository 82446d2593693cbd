import { type ISignal, Signal } from '@lumino/signaling';
import type { Format, Locale } from '../_schema';
import type { JournalAPI } from '../api';

/** The formats that the server exports to, each with its words in one language. */
export class Formats {
  constructor(
    private readonly api: Pick<JournalAPI, 'formats'>,
    private readonly locale: Locale
  ) {}

  /** In the order in which they are offered, the default first; empty until the server has answered. */
  get list(): readonly Format[] {
    return this._list;
  }

  /** Emitted when `list` has been filled. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The format of this name, by default the first; undefined when the server lists no such format. */
  find(name: unknown = this._list[0]?.name): Format | undefined {
    return this._list.find(format => format.name === name);
  }

  /** Ask the server, unless it has answered. When it does not, this rejects, and the next call asks again. */
  async load(): Promise<void> {
    this.loading ??= this.ask();
    try {
      await this.loading;
    } catch (error) {
      this.loading = null;
      throw error;
    }
  }

  private async ask(): Promise<void> {
    const { formats } = await this.api.formats(this.locale);
    this._list = formats;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _list: readonly Format[] = [];
  private loading: Promise<void> | null = null;
}
