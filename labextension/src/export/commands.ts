import { Dialog, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { downloadIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ExportRequest } from '../_schema';
import { JournalAPIError } from '../api';
import { CommandIDs } from '../commands';
import { Notices } from '../notifications';
import { ExportJob, type ExportsAPI } from './model';
import { showExport } from './notify';
import { exportArgumentsSchema, exportName, readExportArguments } from './request';

/** What exporting needs from the application. */
export interface IExportContext {
  readonly api: ExportsAPI;
  readonly commands: CommandRegistry;
  readonly notebooks: INotebookTracker;
  readonly trans: TranslationBundle;
}

/** What `journal:export` returns: the file, and what could not be carried over into it as it is. */
export interface IExported {
  readonly path: string;
  readonly lost: readonly string[];
}

/** Add `journal:export`, which works on the notebook in front. */
export function addExportCommand(context: IExportContext): void {
  const { commands, notebooks, trans } = context;
  const notices = new Notices(trans);
  commands.addCommand(CommandIDs.export, {
    label: args => labelOf(args, trans),
    caption: args =>
      args.format === 'markdown'
        ? trans.__('Write the notebook as a Markdown file beside it')
        : trans.__('Write the notebook as one HTML file beside it, readable without a network'),
    icon: downloadIcon,
    describedBy: { args: exportArgumentsSchema },
    isEnabled: () => notebooks.currentWidget !== null,
    execute: async (args): Promise<IExported | null> => {
      const panel = notebooks.currentWidget;
      if (panel === null) {
        return null;
      }
      notices.settle();
      try {
        return await exportNotebook(panel, readExportArguments(args), context, notices);
      } catch (error) {
        const name = PathExt.basename(panel.context.path);
        notices.fail(trans.__('%1 was not exported.', name), error);
        return null;
      }
    }
  });
  notebooks.currentChanged.connect(() => {
    commands.notifyCommandChanged(CommandIDs.export);
  });
}

/** In the menu of JupyterLab's own exports, the name says what is special about this page. */
function labelOf({ format, isMenu }: ReadonlyPartialJSONObject, trans: TranslationBundle): string {
  if (isMenu === true) {
    return format === 'markdown' ? trans.__('Journal Page (Markdown)') : trans.__('Journal Page (HTML)');
  }
  return format === 'markdown' ? trans.__('Export Markdown') : trans.__('Export HTML');
}

async function exportNotebook(
  panel: NotebookPanel,
  wanted: Pick<ExportRequest, 'format' | 'options'>,
  context: IExportContext,
  notices: Notices
): Promise<IExported | null> {
  const document = panel.context;
  if (document.model.dirty && !document.model.readOnly) {
    // The server exports the file, so what is on the screen must be in it.
    await document.save();
  }
  // The server knows no drives of the contents manager.
  const request = { ...wanted, path: document.localPath };
  const job = await startAfterAsking(request, context);
  if (job === null) {
    return null;
  }
  const { commands, trans } = context;
  const end = await showExport(job, { name: PathExt.basename(document.path), commands, notices, trans });
  return end?.result ? { path: end.result.path, lost: end.warnings } : null;
}

/** Start an export; when its file exists, replace it only if the user agrees. Null when not. */
async function startAfterAsking(
  request: ExportRequest,
  { api, trans }: IExportContext
): Promise<ExportJob | null> {
  try {
    return await ExportJob.start(api, request);
  } catch (error) {
    if (!(error instanceof JournalAPIError) || error.code !== 'export_exists') {
      throw error;
    }
  }
  const name = exportName(request.path, request.format);
  const answer = await showDialog({
    title: trans.__('Replace %1?', name),
    body: trans.__('%1 lies beside the notebook already. Replacing it cannot be undone.', name),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Replace') })],
    defaultButton: 0
  });
  return answer.button.accept ? ExportJob.start(api, { ...request, overwrite: true }) : null;
}
