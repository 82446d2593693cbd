import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { downloadIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { Notices } from '../notifications';
import type { IExported } from './exporting';
import type { ExportsAPI } from './model';
import { exportArgumentsSchema, readExportArguments } from './request';

/** What exporting needs from the application. */
export interface IExportContext {
  readonly api: ExportsAPI;
  readonly commands: CommandRegistry;
  readonly notebooks: INotebookTracker;
  readonly trans: TranslationBundle;
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
        const wanted = readExportArguments(args);
        // Loaded with the first export: few sessions have one.
        const { exportNotebook } = await import('./exporting');
        return await exportNotebook(panel, wanted, context, notices);
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
