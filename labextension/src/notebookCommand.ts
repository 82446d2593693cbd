import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { JSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { notOpen, readText } from './notebook';
import { explainedError, Notices } from './notifications';
import type { IJournal } from './tokens';

/** What commands that work on a notebook need from the application. */
export interface INotebookCommandContext {
  readonly commands: CommandRegistry;
  readonly notebooks: Pick<INotebookTracker, 'currentWidget' | 'currentChanged'>;
  readonly journal: Pick<IJournal, 'find'>;
  readonly trans: TranslationBundle;
}

/** A command that works on the notebook named in its arguments, or on the one in front. */
export interface INotebookCommand<T> extends Required<
  Pick<CommandRegistry.ICommandOptions, 'label' | 'caption' | 'icon'>
> {
  readonly id: string;
  /** JSON schema of its arguments, or what finds it out. */
  readonly argumentsSchema: JSONObject | (() => Promise<JSONObject>);
  /** What a person or a program reads when it fails: a whole sentence about the notebook of this name. */
  readonly failure: (name: string) => string;
  readonly act: (
    args: ReadonlyPartialJSONObject,
    panel: NotebookPanel,
    notices: Notices
  ) => Promise<T | null>;
}

/**
 * Add a command that works on a notebook. A failure is shown to a person, and thrown to a program: one
 * that names the notebook.
 */
export function addNotebookCommand<T>(
  { id, label, caption, icon, argumentsSchema, failure, act }: INotebookCommand<T>,
  context: INotebookCommandContext
): void {
  const { commands, notebooks, trans } = context;
  const notices = new Notices(trans);
  commands.addCommand(id, {
    label,
    caption,
    icon,
    describedBy: async () => ({
      args: typeof argumentsSchema === 'function' ? await argumentsSchema() : argumentsSchema
    }),
    isEnabled: ({ notebook }) => notebook !== undefined || notebooks.currentWidget !== null,
    execute: async (args): Promise<T | null> => {
      const panel = await findPanel(args, context);
      if (panel === null) {
        return null;
      }
      notices.settle();
      try {
        return await act(args, panel, notices);
      } catch (error) {
        const what = failure(PathExt.basename(panel.context.path));
        if (args.notebook !== undefined) {
          throw explainedError(what, error, trans);
        }
        notices.fail(what, error);
        return null;
      }
    }
  });
  notebooks.currentChanged.connect(() => {
    commands.notifyCommandChanged(id);
  });
}

/**
 * The notebook that a command is to work on: the one that is named, else the one in front, else null.
 *
 * @throws Error - when the one that is named is not open
 */
async function findPanel(
  { notebook }: ReadonlyPartialJSONObject,
  { notebooks, journal, trans }: INotebookCommandContext
): Promise<NotebookPanel | null> {
  if (notebook === undefined) {
    return notebooks.currentWidget;
  }
  const path = readText('notebook', notebook, trans);
  const found = await journal.find(path);
  if (found === null) {
    throw notOpen(path, trans);
  }
  return found.panel;
}
