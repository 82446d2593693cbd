import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { downloadIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { findPanel } from '../notebook';
import { explainFailure, Notices } from '../notifications';
import type { IJournal } from '../tokens';
import type { IExported } from './exporting';
import type { ExportsAPI } from './model';
import { exportArgumentsSchema, readExportArguments } from './request';

/** What exporting needs from the application. */
export interface IExportContext {
  readonly api: ExportsAPI;
  readonly commands: CommandRegistry;
  readonly notebooks: INotebookTracker;
  readonly journal: Pick<IJournal, 'find'>;
  readonly trans: TranslationBundle;
}

/** Add `journal:export`, which works on the notebook named in its arguments, or on the one in front. */
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
    describedBy: { args: exportArgumentsSchema(trans) },
    isEnabled: ({ notebook }) => notebook !== undefined || notebooks.currentWidget !== null,
    execute: async (args): Promise<IExported | null> => {
      const panel = await findPanel(args, context);
      if (panel === null) {
        return null;
      }
      notices.settle();
      try {
        return await exportAs(args, panel, context, notices);
      } catch (error) {
        const what = trans.__('%1 was not exported.', PathExt.basename(panel.context.path));
        if (args.notebook !== undefined) {
          // A program asks.
          throw new Error(explainFailure(what, error, trans), { cause: error });
        }
        notices.fail(what, error);
        return null;
      }
    }
  });
  notebooks.currentChanged.connect(() => {
    commands.notifyCommandChanged(CommandIDs.export);
  });
}

/** Export a notebook as the arguments say. */
async function exportAs(
  args: ReadonlyPartialJSONObject,
  panel: NotebookPanel,
  context: IExportContext,
  notices: Notices
): Promise<IExported | null> {
  const wanted = readExportArguments(args, context.trans);
  // Loaded with the first export: few sessions have one.
  const { exportNotebook } = await import('./exporting');
  return exportNotebook(panel, wanted, context, notices);
}

/** In the menu of JupyterLab's own exports, the name says what is special about this page. */
function labelOf({ format, isMenu }: ReadonlyPartialJSONObject, trans: TranslationBundle): string {
  if (isMenu === true) {
    return format === 'markdown' ? trans.__('Journal Page (Markdown)') : trans.__('Journal Page (HTML)');
  }
  return format === 'markdown' ? trans.__('Export Markdown') : trans.__('Export HTML');
}
