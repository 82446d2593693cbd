import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { type ISignal, Signal } from '@lumino/signaling';
import type { JournalAPI } from '../api';
import type { IAllowed, IRedaction } from '../tokens';

/** Name of the setting that keeps what the user called no secret. */
const SETTING = 'allowed';

/** Rule and field in a setting, which may come from any editor; null when it is not that. */
function readAllowed(value: unknown): IAllowed | null {
  const { rule, field } = (value ?? {}) as Partial<Record<keyof IAllowed, unknown>>;
  return typeof rule === 'string' && typeof field === 'string' ? { rule, field } : null;
}

/** What the server takes out, and what the user called no secret; kept in the user's settings. */
export class RedactionModel implements IRedaction {
  /**
   * @param api - asked once whether secrets are taken out
   * @param settings - of this plugin
   */
  constructor(
    api: Pick<JournalAPI, 'status'>,
    private readonly settings: ISettingRegistry.ISettings
  ) {
    settings.changed.connect(this.onSettingsChanged, this);
    this.ready = this.ask(api);
  }

  /** Resolved when the server has answered, or could not. */
  readonly ready: Promise<void>;

  get isOff(): boolean {
    return this._isOff;
  }

  get allowed(): readonly IAllowed[] {
    const value: unknown = this.settings.get(SETTING).composite;
    return Array.isArray(value) ? value.map(readAllowed).filter(pair => pair !== null) : [];
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  async allow({ rule, field }: IAllowed): Promise<void> {
    const { allowed } = this;
    if (!allowed.some(pair => pair.rule === rule && pair.field === field)) {
      await this.settings.set(SETTING, [...allowed.map(pair => ({ ...pair })), { rule, field }]);
    }
  }

  private async ask(api: Pick<JournalAPI, 'status'>): Promise<void> {
    try {
      this._isOff = !(await api.status()).redaction;
    } catch (error) {
      // A server that does not answer composes no entry either, and says so then.
      console.warn('jupyterlab-journal: it is unknown whether the server removes secrets', error);
    }
    this._changed.emit();
  }

  private onSettingsChanged(): void {
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _isOff = false;
}
