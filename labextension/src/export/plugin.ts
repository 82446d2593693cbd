import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { JournalAPI } from '../api';
import { CommandIDs, TRANSLATION_DOMAIN } from '../commands';
import { entryLocale } from '../language';
import { IJournal, IJournalPanel } from '../tokens';
import { addExportCommand } from './commands';
import { Formats } from './formats';
import { ExportButton } from './widget';

/** Writes the notebook as a file that is read without Jupyter. */
export const exportPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-journal:export',
  description: 'Exports a notebook as a page beside it.',
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
    const usedTranslator = translator ?? nullTranslator;
    const trans = usedTranslator.load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const locale = entryLocale(usedTranslator.languageCode);
    const api = new JournalAPI(app.serviceManager.serverSettings, locale);
    const formats = new Formats(api, locale);
    addExportCommand({ api, commands, formats, notebooks, journal, trans });
    journalPanel?.addFooterItem(new ExportButton(commands, formats, trans), { rank: 10 });
    formats.changed.connect(() => {
      for (const { name } of formats.list) {
        const args = { format: name };
        palette?.addItem({ command: CommandIDs.export, category: trans.__('Journal'), args });
      }
    });
    void formats.load().catch((error: unknown) => {
      // The command asks again, and says what is wrong.
      console.warn('jupyterlab-journal: it is unknown which formats the server exports to', error);
    });
  }
};
