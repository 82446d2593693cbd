import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs, TRANSLATION_DOMAIN } from '../commands';
import { IComposer, IJournal, IJournalPanel, IRedaction } from '../tokens';
import { addOpenPanelCommand } from './commands';
import { InsertBox } from './insertBox';
import { TimelineModel } from './model';
import { JournalPanel } from './panel';
import { Timeline } from './timeline';

/** Provides the side panel of the journal. */
export const panelPlugin: JupyterFrontEndPlugin<IJournalPanel> = {
  id: 'jupyterlab-journal:panel',
  description: 'Provides the side panel of the journal.',
  autoStart: true,
  requires: [IJournal, IComposer],
  optional: [ITranslator, ILayoutRestorer, ICommandPalette, IRedaction],
  provides: IJournalPanel,
  activate: (
    app: JupyterFrontEnd,
    journal: IJournal,
    composer: IComposer,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    redaction: IRedaction | null
  ) => {
    const { commands, shell } = app;
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const model = new TimelineModel(journal, trans);
    const insertBox = new InsertBox(model, commands, trans, text => composer.insertNote(text));
    const panel = new JournalPanel([insertBox, new Timeline(model, trans, redaction)], trans);
    addOpenPanelCommand(commands, trans, () => {
      shell.activateById(panel.id);
    });
    palette?.addItem({ command: CommandIDs.openPanel, category: trans.__('Journal') });
    shell.add(panel, 'right', { rank: 600 });
    restorer?.add(panel, panel.id);
    return panel;
  }
};
