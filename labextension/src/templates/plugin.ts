import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { JournalAPI } from '../api';
import { CommandIDs, TRANSLATION_DOMAIN } from '../commands';
import { IJournal, IJournalPanel, IRedaction } from '../tokens';
import { addTemplateCommands } from './commands';
import { entryLocale } from '../language';
import { EntryComposer } from './composer';
import { EarlierRuns } from './earlier';
import { Gesture } from './gesture';
import { InsertBox } from './insertBox';
import { TimelineModel } from './model';
import { JournalPanel } from './panel';
import { writableJournal } from './target';
import { Timeline } from './timeline';

/** Commands of the palette; the kinds without a command of their own go through one with arguments. */
const PALETTE: readonly { readonly command: string; readonly args?: { kind: string } }[] = [
  { command: CommandIDs.insertDebugStep },
  { command: CommandIDs.insertError },
  { command: CommandIDs.insertResult },
  { command: CommandIDs.insertFigure },
  { command: CommandIDs.insertEnvironment },
  { command: CommandIDs.insertEntry, args: { kind: 'goal' } },
  { command: CommandIDs.insertEntry, args: { kind: 'hypothesis' } },
  { command: CommandIDs.insertEntry, args: { kind: 'conclusion' } },
  { command: CommandIDs.insertEntry, args: { kind: 'note' } },
  { command: CommandIDs.openPanel }
];

/** Provides the side panel of the journal, and the commands that insert entries. */
export const templatesPlugin: JupyterFrontEndPlugin<IJournalPanel> = {
  id: 'jupyterlab-journal:templates',
  description: 'Provides the side panel of the journal and the commands that insert entries.',
  autoStart: true,
  requires: [IJournal],
  optional: [ITranslator, ILayoutRestorer, ICommandPalette, IRedaction],
  provides: IJournalPanel,
  activate: (
    app: JupyterFrontEnd,
    journal: IJournal,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    redaction: IRedaction | null
  ) => {
    const usedTranslator = translator ?? nullTranslator;
    const trans = usedTranslator.load(TRANSLATION_DOMAIN);
    const api = new JournalAPI(app.serviceManager.serverSettings);
    const locale = entryLocale(usedTranslator.languageCode);
    const composer = new EntryComposer(api, trans, { locale, redaction, earlier: new EarlierRuns(journal) });
    const model = new TimelineModel(journal, trans);
    const insertNote = async (text: string): Promise<boolean> => {
      const current = writableJournal(journal);
      const note = { kind: 'note', fields: { text }, byProgram: false } as const;
      return current !== null && (await composer.insert(current, note)) !== null;
    };
    const insertBox = new InsertBox(model, app.commands, trans, insertNote);
    const panel = new JournalPanel([insertBox, new Timeline(model, trans, redaction)], trans);
    const openPanel = (): void => {
      app.shell.activateById(panel.id);
    };
    const { commands } = app;
    addTemplateCommands({ commands, journal, composer, gesture: new Gesture(), trans, openPanel });
    for (const { command, args } of PALETTE) {
      palette?.addItem({ command, category: trans.__('Journal'), ...(args && { args }) });
    }
    app.shell.add(panel, 'right', { rank: 600 });
    restorer?.add(panel, panel.id);
    return panel;
  }
};
