import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { JournalAPI } from '../api';
import { TRANSLATION_DOMAIN } from '../commands';
import { entryLocale } from '../language';
import { IJournal, IJournalPanel } from '../tokens';
import { FactsModel } from './model';
import { FactsLine } from './widget';

/** Shows the facts of the kernel at the head of the journal's panel. */
export const capturePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-journal:capture',
  description: 'Shows the facts of the kernel at the head of the panel of the journal.',
  autoStart: true,
  requires: [IJournal, IJournalPanel],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    journal: IJournal,
    panel: IJournalPanel,
    translator: ITranslator | null
  ) => {
    const usedTranslator = translator ?? nullTranslator;
    const trans = usedTranslator.load(TRANSLATION_DOMAIN);
    const locale = entryLocale(usedTranslator.languageCode);
    const api = new JournalAPI(app.serviceManager.serverSettings, locale);
    const model = new FactsModel(api, journal, locale);
    const line = new FactsLine(model, trans);
    line.disposed.connect(() => {
      model.dispose();
    }, model);
    panel.addHeaderItem(line, { rank: 10 });
  }
};
