import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { JSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { Kind } from '../_schema';
import { CommandIDs } from '../commands';
import type { IJournal, INotebookJournal } from '../tokens';
import { addTemplateCommands } from './commands';
import type { EntryComposer } from './composer';

describe('the commands that insert entries', () => {
  let commands: CommandRegistry;
  let inserted: Kind[];
  let opened: number;
  let journal: { current: INotebookJournal | null };

  beforeEach(() => {
    commands = new CommandRegistry();
    inserted = [];
    opened = 0;
    journal = { current: { panel: { model: { readOnly: false } } } as INotebookJournal };
    Object.assign(journal, { currentChanged: new Signal(journal) });
    const composer = {
      insert: (_journal: INotebookJournal, kind: Kind) => {
        inserted.push(kind);
        return Promise.resolve(true);
      }
    };
    addTemplateCommands(commands, {
      journal: journal as IJournal,
      composer: composer as EntryComposer,
      trans: nullTranslator.load('jupyterlab_journal'),
      openPanel: () => {
        opened += 1;
      }
    });
  });

  afterEach(() => {
    Notification.dismiss();
  });

  it('insert the kind they are named after', async () => {
    for (const id of [
      CommandIDs.insertDebugStep,
      CommandIDs.insertError,
      CommandIDs.insertResult,
      CommandIDs.insertFigure,
      CommandIDs.insertEnvironment
    ]) {
      await commands.execute(id);
    }
    await commands.execute(CommandIDs.insertEntry, { kind: 'goal' });
    expect(inserted).toEqual(['step', 'error', 'result', 'figure', 'environment', 'goal']);
  });

  it.each([
    {},
    { kind: 'poem' },
    { kind: 'constructor' },
    { kind: ['goal'] },
    { kind: { a: 1 } },
    { kind: null }
  ])('refuse %j with a message that names the kinds, and insert nothing', async args => {
    const hostile = args as ReadonlyPartialJSONObject;
    expect(commands.label(CommandIDs.insertEntry, hostile)).toBe('Insert an Entry');
    await expect(commands.execute(CommandIDs.insertEntry, hostile)).resolves.toBe(false);
    expect(inserted).toEqual([]);
    expect(Notification.manager.notifications[0]?.message).toContain('goal, hypothesis');
  });

  it('are disabled without a notebook, and in one that is read-only', async () => {
    journal.current = { panel: { model: { readOnly: true } } } as INotebookJournal;
    expect(commands.isEnabled(CommandIDs.insertDebugStep)).toBe(false);
    journal.current = null;
    expect(commands.isEnabled(CommandIDs.insertDebugStep)).toBe(false);
    expect(commands.isEnabled(CommandIDs.insertEntry, { kind: 'goal' })).toBe(false);
    await commands.execute(CommandIDs.insertDebugStep);
    expect(inserted).toEqual([]);
  });

  it('open the panel also without a notebook', async () => {
    journal.current = null;
    await commands.execute(CommandIDs.openPanel);
    expect(opened).toBe(1);
  });

  it('each have a label, an icon, a caption and a description of their arguments', async () => {
    for (const id of commands.listCommands()) {
      expect(commands.label(id)).not.toBe('');
      expect(commands.caption(id)).not.toBe('');
      expect(commands.icon(id)).toBeDefined();
      const { args } = (await commands.describedBy(id)) as { args: JSONObject | null };
      expect(args).toMatchObject({ type: 'object' });
    }
  });
});
