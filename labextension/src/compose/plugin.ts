import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { JournalAPI } from '../api';
import { TRANSLATION_DOMAIN } from '../commands';
import { insertCommand, KINDS_OF_RESEARCH } from '../kinds';
import { entryLocale } from '../language';
import { writableJournal } from '../notebook';
import { IComposer, IJournal, IRedaction } from '../tokens';
import { addInsertCommands } from './commands';
import { EntryComposer } from './composer';
import { EarlierRuns } from './earlierRuns';
import { Gesture } from './gesture';

/** The commands of the palette: the kinds with one of their own come first. */
const PALETTE = KINDS_OF_RESEARCH.map(insertCommand).sort(
  (a, b) => Number(a.args !== undefined) - Number(b.args !== undefined)
);

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
