import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { Widget } from '@lumino/widgets';
import type { Export } from '../_schema';
import { JournalAPIError } from '../api';
import type { Notices } from '../notifications';
import type { ExportJob } from './model';
import { ExportProgress } from './progress';

/** Time a good end stays in view, in milliseconds: long enough to reach its buttons. */
const SHOWN_FOR = 7_000;

/** Where the result can be looked at, as actions of its notification. */
function resultActions(
  path: string,
  viewer: string | null,
  commands: CommandRegistry,
  trans: TranslationBundle
): Notification.IAction[] {
  const actions: Notification.IAction[] = [
    {
      label: trans.__('Open'),
      caption: trans.__('Open %1', path),
      displayType: 'accent',
      // Through JupyterLab's viewers, which sandbox the page: never as a page of the server's own origin.
      callback: () =>
        void commands.execute('docmanager:open', { path, ...(viewer !== null && { factory: viewer }) })
    }
  ];
  if (commands.hasCommand('filebrowser:go-to-path')) {
    actions.push({
      label: trans.__('Show in File Browser'),
      caption: trans.__('Show %1 in the file browser', path),
      callback: () => void commands.execute('filebrowser:go-to-path', { path })
    });
  }
  return actions;
}

/** What showing an export needs, beside the export. */
export interface IShowOptions {
  /** Name of the notebook. */
  readonly name: string;
  /** What JupyterLab shows the result with; null: with what it opens such a file by itself. */
  readonly viewer: string | null;
  readonly commands: CommandRegistry;
  readonly notices: Notices;
  readonly trans: TranslationBundle;
}

/**
 * Follow an export: show its progress, and report how it ended.
 *
 * @returns its end; null when it can no longer be followed
 */
export async function showExport(job: ExportJob, options: IShowOptions): Promise<Export | null> {
  const { name, notices, trans } = options;
  const progress = new ExportProgress(job, name, trans);
  try {
    const end = await job.finished;
    await progress.end();
    announceEnd(end, options);
    return end;
  } catch (error) {
    await progress.end();
    notices.fail(trans.__('The export of %1 can no longer be followed.', name), error);
    return null;
  } finally {
    job.dispose();
  }
}

/** Report how an export ended. */
function announceEnd(end: Export, { name, viewer, commands, notices, trans }: IShowOptions): void {
  if (end.stage === 'cancelled') {
    Notification.info(trans.__('The export of %1 was cancelled; no file was written.', name), {
      autoClose: SHOWN_FOR
    });
    return;
  }
  if (end.result === null) {
    const body = end.error ?? { code: 'export_failed', message: '', hint: '' };
    notices.fail(trans.__('%1 was not exported.', name), new JournalAPIError(body, 200));
    return;
  }
  const { path } = end.result;
  const actions = resultActions(path, viewer, commands, trans);
  const file = PathExt.basename(path);
  if (end.warnings.length === 0) {
    Notification.success(trans.__('Exported to %1.', file), { autoClose: SHOWN_FOR, actions });
    return;
  }
  // A notification has room for one short sentence, so the remarks have a place of their own.
  const remarks: Notification.IAction = {
    label: trans.__('Remarks'),
    callback: () => void showRemarks(file, end.warnings, trans)
  };
  const count = end.warnings.length;
  Notification.warning(
    trans._n('Exported to %2, with %1 remark.', 'Exported to %2, with %1 remarks.', count, file),
    {
      autoClose: false,
      actions: [...actions, remarks]
    }
  );
}

/** What in the notebook could not be carried over as it is. */
async function showRemarks(
  file: string,
  remarks: readonly string[],
  trans: TranslationBundle
): Promise<void> {
  const list = document.createElement('ul');
  list.append(
    ...remarks.map(remark => {
      const item = document.createElement('li');
      item.textContent = remark;
      return item;
    })
  );
  await showDialog({
    title: trans.__('Remarks on %1', file),
    body: new Widget({ node: list }),
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}
