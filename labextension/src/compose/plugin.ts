import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { JournalAPI } from '../api';
import { CommandIDs, TRANSLATION_DOMAIN } from '../commands';
import { entryLocale } from '../language';
import { writableJournal } from '../notebook';
import { IComposer, IJournal, IRedaction } from '../tokens';
import { addInsertCommands } from './commands';
import { EntryComposer } from './composer';
import { EarlierRuns } from './earlierRuns';
import { Gesture } from './gesture';

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
  { command: CommandIDs.insertEntry, args: { kind: 'note' } }
];

/** Provides the commands that insert entries; their shortcuts, toolbar and menus are its settings. */
export const composePlugin: JupyterFrontEndPlugin<IComposer> = {
  // Named as its settings, which users keep.
  id: 'jupyterlab-journal:templates',
  description: 'Provides the commands that insert entries.',
  autoStart: true,
  requires: [IJournal],
  optional: [ITranslator, ICommandPalette, IRedaction],
  provides: IComposer,
  activate: (
    app: JupyterFrontEnd,
    journal: IJournal,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    redaction: IRedaction | null
  ): IComposer => {
    const usedTranslator = translator ?? nullTranslator;
    const trans = usedTranslator.load(TRANSLATION_DOMAIN);
    const locale = entryLocale(usedTranslator.languageCode);
    const api = new JournalAPI(app.serviceManager.serverSettings, locale);
    const composer = new EntryComposer(api, trans, { locale, redaction, earlier: new EarlierRuns(journal) });
    addInsertCommands({ commands: app.commands, journal, composer, gesture: new Gesture(), trans });
    for (const { command, args } of PALETTE) {
      palette?.addItem({ command, category: trans.__('Journal'), ...(args && { args }) });
    }
    return {
      insertNote: async text => {
        const current = writableJournal(journal);
        const note = { kind: 'note', fields: { text }, byProgram: false } as const;
        return current !== null && (await composer.insert(current, note)) !== null;
      }
    };
  }
};
