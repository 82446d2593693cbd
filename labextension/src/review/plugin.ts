import { ILabShell, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { PathExt } from '@jupyterlab/coreutils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Review } from '../_schema';
import { JournalAPI } from '../api';
import { CommandIDs, TRANSLATION_DOMAIN } from '../commands';
import { journalIcon } from '../icons';
import { Notices } from '../notifications';
import { IJournalPanel } from '../tokens';
import { ReviewButton } from './button';
import type { IReviewContext, Reviews } from './open';
import { readBase, reviewArgumentsSchema } from './request';

/** Shows what changed in a notebook since an earlier state. */
export const reviewPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-journal:review',
  description: 'Compares the notebook in front with its last commit, its last save or its checkpoint.',
  autoStart: true,
  requires: [INotebookTracker, IRenderMimeRegistry, IEditorServices],
  optional: [ILabShell, IJournalPanel, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    editors: IEditorServices,
    labShell: ILabShell | null,
    journalPanel: IJournalPanel | null,
    palette: ICommandPalette | null,
    translatorOrNull: ITranslator | null
  ) => {
    const translator = translatorOrNull ?? nullTranslator;
    const trans = translator.load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const reviews = whenAsked({
      api: new JournalAPI(app.serviceManager.serverSettings),
      labShell,
      trans,
      toolsFor: panel => ({
        rendermime: rendermime.clone({ resolver: panel.context.urlResolver }),
        editorFactory: options => editors.factoryService.newInlineEditor(options),
        translator,
        trans
      })
    });
    addReviewCommand(commands, notebooks, reviews, trans);
    journalPanel?.addFooterItem(new ReviewButton(commands, trans), { rank: 20 });
    palette?.addItem({ command: CommandIDs.review, category: trans.__('Journal') });
  }
};

/** The reviews of this page; what shows them is loaded with the first one. */
function whenAsked(context: IReviewContext): () => Promise<Reviews> {
  let reviews: Reviews | null = null;
  return async () => {
    const { Reviews } = await import('./open');
    return (reviews ??= new Reviews(context));
  };
}

function addReviewCommand(
  commands: CommandRegistry,
  notebooks: INotebookTracker,
  reviews: () => Promise<Reviews>,
  trans: TranslationBundle
): void {
  const notices = new Notices(trans);
  commands.addCommand(CommandIDs.review, {
    label: trans.__('Review Changes'),
    caption: trans.__('Show what changed in this notebook since its last commit, save or checkpoint'),
    icon: journalIcon,
    describedBy: { args: reviewArgumentsSchema },
    isEnabled: () => notebooks.currentWidget !== null,
    execute: async (args): Promise<Review | null> => {
      const panel = notebooks.currentWidget;
      if (panel === null) {
        return null;
      }
      notices.settle();
      try {
        const base = readBase(args);
        return await (await reviews()).open(panel, base);
      } catch (error) {
        const name = PathExt.basename(panel.context.path);
        notices.fail(trans.__('The changes of %1 could not be shown.', name), error);
        return null;
      }
    }
  });
  notebooks.currentChanged.connect(() => {
    commands.notifyCommandChanged(CommandIDs.review);
  });
}
