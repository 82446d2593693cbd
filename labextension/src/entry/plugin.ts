import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { JournalAPI } from '../api';
import { IJournal } from '../tokens';
import { TemplateHeadings } from './templates';
import { JournalTracker } from './tracker';

/** Provides the journal of the notebook in front. */
export const entryPlugin: JupyterFrontEndPlugin<IJournal> = {
  id: 'jupyterlab-journal:entry',
  description: 'Provides the journal of the notebook in front: its entries, and the way to insert one.',
  autoStart: true,
  requires: [INotebookTracker],
  provides: IJournal,
  activate: (app: JupyterFrontEnd, notebooks: INotebookTracker) => {
    const headings = new TemplateHeadings(new JournalAPI(app.serviceManager.serverSettings));
    // Most often they are known before the first notebook has been read.
    void headings.load();
    return new JournalTracker(notebooks, headings);
  }
};
