import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { downloadIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { addNotebookCommand, type INotebookCommandContext } from '../notebookCommand';
import type { Notices } from '../notifications';
import type { IExported } from './exporting';
import type { ExportsAPI } from './model';
import { exportArgumentsSchema, readExportArguments } from './arguments';

/** What exporting needs from the application. */
export interface IExportContext extends INotebookCommandContext {
  readonly api: ExportsAPI;
}

/** Add `journal:export`. */
export function addExportCommand(context: IExportContext): void {
  const { trans } = context;
  addNotebookCommand<IExported>(
    {
      id: CommandIDs.export,
      label: args => labelOf(args, trans),
      caption: args =>
        args.format === 'markdown'
          ? trans.__('Write the notebook as a Markdown file beside it')
          : trans.__('Write the notebook as one HTML file beside it, readable without a network'),
      icon: downloadIcon,
      argumentsSchema: exportArgumentsSchema(trans),
      failure: name => trans.__('%1 was not exported.', name),
      act: (args, panel, notices) => exportAs(args, panel, context, notices)
    },
    context
  );
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
