import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { JournalAPI } from '../api';
import { CommandIDs, TRANSLATION_DOMAIN } from '../commands';
import { IJournal, IJournalPanel } from '../tokens';
import { addExportCommand } from './commands';
import { ExportButton } from './widget';

/** Writes the notebook as a file that is read without Jupyter. */
export const exportPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-journal:export',
  description: 'Exports a notebook as HTML or Markdown beside it.',
  autoStart: true,
  requires: [INotebookTracker, IJournal],
  optional: [IJournalPanel, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    journal: IJournal,
    journalPanel: IJournalPanel | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const api = new JournalAPI(app.serviceManager.serverSettings);
    addExportCommand({ api, commands, notebooks, journal, trans });
    journalPanel?.addFooterItem(new ExportButton(commands, trans), { rank: 10 });
    for (const format of ['html', 'markdown']) {
      palette?.addItem({ command: CommandIDs.export, category: trans.__('Journal'), args: { format } });
    }
  }
};
