import { Dialog, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ExportRequest } from '../_schema';
import { JournalAPIError } from '../api';
import type { Notices } from '../notifications';
import type { IExportContext } from './context';
import { ExportJob } from './model';
import { showExport } from './notify';
import { exportName, type IExportArguments } from './arguments';

/** What `journal:export` returns: the file, and what could not be carried over into it as it is. */
export interface IExported {
  readonly path: string;
  readonly lost: readonly string[];
}

/** Export a notebook and show how that goes; null when nothing was written, or not known to be. */
export async function exportNotebook(
  panel: NotebookPanel,
  { format, options }: IExportArguments,
  context: IExportContext,
  notices: Notices
): Promise<IExported | null> {
  const document = panel.context;
  if (document.model.dirty && !document.model.readOnly) {
    // The server exports the file, so what is on the screen must be in it.
    await document.save();
  }
  // The server knows no drives of the contents manager.
  const request = { format: format.name, options, path: document.localPath };
  const job = await startAfterAsking(request, exportName(request.path, format), context);
  if (job === null) {
    return null;
  }
  const { commands, trans } = context;
  const name = PathExt.basename(document.path);
  const end = await showExport(job, { name, viewer: format.viewer, commands, notices, trans });
  return end?.result ? { path: end.result.path, lost: end.warnings } : null;
}

/** Start an export; when its file, of this name, exists, replace it only if the user agrees. Null when not. */
async function startAfterAsking(
  request: ExportRequest,
  name: string,
  { api, trans }: IExportContext
): Promise<ExportJob | null> {
  try {
    return await ExportJob.start(api, request);
  } catch (error) {
    if (!(error instanceof JournalAPIError) || error.code !== 'export_exists') {
      throw error;
    }
  }
  const answer = await showDialog({
    title: trans.__('Replace %1?', name),
    body: trans.__('%1 lies beside the notebook already. Replacing it cannot be undone.', name),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Replace') })],
    defaultButton: 0
  });
  return answer.button.accept ? ExportJob.start(api, { ...request, overwrite: true }) : null;
}
