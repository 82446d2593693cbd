import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Review } from '../_schema';
import { CommandIDs } from '../commands';
import { journalIcon } from '../icons';
import { findPanel } from '../notebook';
import { explainFailure, Notices } from '../notifications';
import type { IJournal } from '../tokens';
import type { Reviews } from './open';
import { readBase, reviewArgumentsSchema } from './request';

/** What the command works with. */
export interface IReviewCommandContext {
  readonly commands: CommandRegistry;
  readonly notebooks: INotebookTracker;
  readonly journal: Pick<IJournal, 'find'>;
  /** The reviews of this page, loaded with the first one. */
  readonly reviews: () => Promise<Pick<Reviews, 'open' | 'openBehind'>>;
  readonly trans: TranslationBundle;
}

/** Add `journal:review`, which works on the notebook named in its arguments, or on the one in front. */
export function addReviewCommand(context: IReviewCommandContext): void {
  const { commands, notebooks, trans } = context;
  const notices = new Notices(trans);
  commands.addCommand(CommandIDs.review, {
    label: trans.__('Review Changes'),
    caption: trans.__('Show what changed in this notebook since its last commit, save or checkpoint'),
    icon: journalIcon,
    describedBy: { args: reviewArgumentsSchema(trans) },
    isEnabled: ({ notebook }) => notebook !== undefined || notebooks.currentWidget !== null,
    execute: async (args): Promise<Review | null> => {
      const panel = await findPanel(args, context);
      if (panel === null) {
        return null;
      }
      notices.settle();
      try {
        return await review(args, panel, context);
      } catch (error) {
        const what = trans.__('The changes of %1 could not be shown.', PathExt.basename(panel.context.path));
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
    commands.notifyCommandChanged(CommandIDs.review);
  });
}

/** Show a review, in front unless a program asks for it. */
async function review(
  args: ReadonlyPartialJSONObject,
  panel: NotebookPanel,
  { reviews, trans }: IReviewCommandContext
): Promise<Review | null> {
  const base = readBase(args, trans);
  const opened = await reviews();
  return args.notebook === undefined ? opened.open(panel, base) : opened.openBehind(panel, base);
}
