import type { NotebookPanel } from '@jupyterlab/notebook';
import { downloadIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { addNotebookCommand } from '../notebookCommand';
import type { Notices } from '../notifications';
import type { IExported } from './exporting';
import type { IExportContext } from './context';
import { exportArgumentsSchema, readExportArguments } from './arguments';

/** Add `journal:export`. */
export function addExportCommand(context: IExportContext): void {
  const { commands, formats, trans } = context;
  addNotebookCommand<IExported>(
    {
      id: CommandIDs.export,
      label: args => labelOf(args, context),
      caption: ({ format }) => formats.find(format)?.caption ?? '',
      icon: downloadIcon,
      argumentsSchema: async () => {
        await formats.load();
        return exportArgumentsSchema(formats.list, trans);
      },
      failure: name => trans.__('%1 was not exported.', name),
      act: (args, panel, notices) => exportAs(args, panel, context, notices)
    },
    context
  );
  formats.changed.connect(() => {
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
  const { formats, trans } = context;
  await formats.load();
  const wanted = readExportArguments(args, formats, trans);
  // Loaded with the first export: few sessions have one.
  const { exportNotebook } = await import('./exporting');
  return exportNotebook(panel, wanted, context, notices);
}

/** In the menu of JupyterLab's own exports, the name says what is special about this page. */
function labelOf(
  { format, isMenu }: ReadonlyPartialJSONObject,
  { formats, trans }: Pick<IExportContext, 'formats' | 'trans'>
): string {
  const found = formats.find(format);
  const label = isMenu === true ? found?.menu_label : found?.label;
  return label ?? trans.__('Export the Notebook');
}
