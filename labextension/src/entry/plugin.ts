import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { JournalAPI } from '../api';
import { entryLocale } from '../language';
import { IJournal } from '../tokens';
import { TemplateHeadings } from './templates';
import { JournalTracker } from './tracker';

/** Provides the journal of the notebook in front. */
export const entryPlugin: JupyterFrontEndPlugin<IJournal> = {
  id: 'jupyterlab-journal:entry',
  description: 'Provides the journal of the notebook in front: its entries, and the way to insert one.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator],
  provides: IJournal,
  activate: (app: JupyterFrontEnd, notebooks: INotebookTracker, translator: ITranslator | null) => {
    const locale = entryLocale((translator ?? nullTranslator).languageCode);
    const headings = new TemplateHeadings(new JournalAPI(app.serviceManager.serverSettings, locale));
    // Most often they are known before the first notebook has been read.
    void headings.load();
    return new JournalTracker(notebooks, headings);
  }
};
