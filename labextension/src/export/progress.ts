import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Export } from '../_schema';
import { notifyFailure } from '../notifications';
import { isOver, type ExportJob } from './model';

/** How long an export runs before its progress is shown, in milliseconds; a shorter one shows its end alone. */
const QUICK = 400;

/**
 * Time a notification stays at least, in milliseconds. JupyterLab draws one a while after it is made;
 * one that is dismissed before it is drawn is drawn all the same, and stays for ever.
 */
const LEAST_SHOWN = 1000;

/** A notification that shows how far an export is, and can cancel it. */
export class ExportProgress {
  constructor(
    private readonly job: ExportJob,
    private readonly name: string,
    private readonly trans: TranslationBundle
  ) {
    this._timer = setTimeout(() => {
      this._show();
    }, QUICK);
    job.changed.connect(this._update, this);
  }

  /** Take the notification away; resolves when it is gone. */
  async end(): Promise<void> {
    clearTimeout(this._timer);
    this.job.changed.disconnect(this._update, this);
    if (this._id !== null) {
      const rest = this._shownAt + LEAST_SHOWN - Date.now();
      if (rest > 0) {
        await new Promise(resolve => setTimeout(resolve, rest));
      }
      Notification.dismiss(this._id);
    }
  }

  private _show(): void {
    this._shownAt = Date.now();
    this._id = Notification.emit(this._text(), 'in-progress', this._options());
  }

  private _update(): void {
    // JupyterLab draws an update a moment later: right before the end it would bring back what is dismissed.
    if (this._id !== null && !isOver(this.job.state)) {
      Notification.update({ id: this._id, message: this._text(), ...this._options() });
    }
  }

  private _options(): Notification.IOptions<null> {
    return { autoClose: false, progress: this.job.state.fraction, actions: [this._cancelAction] };
  }

  private _text(): string {
    const { name, trans } = this;
    const stage: Export['stage'] = this.job.state.stage;
    switch (stage) {
      case 'rendering':
        return trans.__('Exporting %1: rendering…', name);
      case 'writing':
        return trans.__('Exporting %1: writing…', name);
      default:
        return trans.__('Exporting %1…', name);
    }
  }

  private get _cancelAction(): Notification.IAction {
    const { job, name, trans } = this;
    return {
      label: trans.__('Cancel'),
      caption: trans.__('Stop the export; no file is written'),
      callback: event => {
        // Keep the notification until the export has really ended.
        event.preventDefault();
        job.cancel().catch((error: unknown) => {
          notifyFailure(trans.__('The export of %1 could not be cancelled.', name), error, trans);
        });
      }
    };
  }

  private readonly _timer: ReturnType<typeof setTimeout>;
  private _id: string | null = null;
  private _shownAt = 0;
}
