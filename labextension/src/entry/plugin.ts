import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IJournal } from '../tokens';
import { JournalTracker } from './tracker';

/** Provides the journal of the notebook in front. */
export const entryPlugin: JupyterFrontEndPlugin<IJournal> = {
  id: 'jupyterlab-journal:entry',
  description: 'Provides the journal of the notebook in front: its entries, and the way to insert one.',
  autoStart: true,
  requires: [INotebookTracker],
  provides: IJournal,
  activate: (_app, notebooks: INotebookTracker) => new JournalTracker(notebooks)
};
