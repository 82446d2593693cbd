import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Review } from '../_schema';
import { CommandIDs } from '../commands';
import { journalIcon } from '../icons';
import { addNotebookCommand, type INotebookCommandContext } from '../notebookCommand';
import type { Reviews } from './open';
import { readBase, reviewArgumentsSchema } from './arguments';

/** What the command works with. */
export interface IReviewCommandContext extends INotebookCommandContext {
  /** The reviews of this page, loaded with the first one. */
  readonly reviews: () => Promise<Pick<Reviews, 'open' | 'openBehind'>>;
}

/** Add `journal:review`. */
export function addReviewCommand(context: IReviewCommandContext): void {
  const { trans } = context;
  addNotebookCommand<Review>(
    {
      id: CommandIDs.review,
      label: trans.__('Review Changes'),
      caption: trans.__('Show what changed in this notebook since its last commit, save or checkpoint'),
      icon: journalIcon,
      argumentsSchema: reviewArgumentsSchema(trans),
      failure: name => trans.__('The changes of %1 could not be shown.', name),
      act: (args, panel) => review(args, panel, context)
    },
    context
  );
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
