import { ILabShell, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { JournalAPI } from '../api';
import { CommandIDs, TRANSLATION_DOMAIN } from '../commands';
import { entryLocale } from '../language';
import { IJournal, IJournalPanel } from '../tokens';
import { ReviewButton } from './button';
import { addReviewCommand } from './commands';
import type { IReviewContext, Reviews } from './open';

/** Shows what changed in a notebook compared with an earlier state. */
export const reviewPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-journal:review',
  description: 'Compares a notebook with its last commit, its last save or its checkpoint.',
  autoStart: true,
  requires: [INotebookTracker, IJournal, IRenderMimeRegistry, IEditorServices],
  optional: [ILabShell, IJournalPanel, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    journal: IJournal,
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
      api: new JournalAPI(app.serviceManager.serverSettings, entryLocale(translator.languageCode)),
      labShell,
      trans,
      toolsFor: panel => ({
        rendermime: rendermime.clone({ resolver: panel.context.urlResolver }),
        editorFactory: options => editors.factoryService.newInlineEditor(options),
        translator,
        trans
      })
    });
    addReviewCommand({ commands, notebooks, journal, reviews, trans });
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
