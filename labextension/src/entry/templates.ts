import { type ISignal, Signal } from '@lumino/signaling';
import type { JournalAPI } from '../api';
import { HeadingReader } from './heading';

/** What reads the headings of entries; `changed` is emitted when another takes its place. */
export interface IHeadings {
  readonly reader: HeadingReader;
  readonly changed: ISignal<unknown, void>;
}

/**
 * Asks the server for the templates, which decide how entries are headed.
 *
 * Until they are known, and where the server part is missing, a heading is read as it stands: no label is
 * taken off its title and no number is changed.
 */
export class TemplateHeadings implements IHeadings {
  constructor(private readonly api: Pick<JournalAPI, 'templates'>) {}

  get reader(): HeadingReader {
    return this._reader;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Ask for the templates, unless they are known or on their way. Never rejects. */
  load(): Promise<void> {
    return (this.loading ??= this.ask());
  }

  private async ask(): Promise<void> {
    try {
      const { templates } = await this.api.templates();
      this._reader = new HeadingReader(templates);
      this._changed.emit();
    } catch (error) {
      // The next call asks again: the server may only be away for a moment.
      this.loading = null;
      console.warn('jupyterlab-journal: the templates are unknown, so headings are not numbered', error);
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _reader = new HeadingReader([]);
  private loading: Promise<void> | null = null;
}
