import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { JSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import { CommandIDs } from '../commands';
import type { INotebookJournal } from '../tokens';
import { addInsertCommands } from './commands';
import type { IWanted } from './arguments';

/** The journal of a notebook with one cell. */
function journalOf(path: string, readOnly = false): INotebookJournal {
  const panel = { context: { localPath: path }, model: { readOnly, cells: [{ id: 'a cell' }] } };
  return { panel } as unknown as INotebookJournal;
}

/** The notebooks that are open: the first is in front. */
class OpenNotebooks {
  readonly currentChanged = new Signal<this, INotebookJournal | null>(this);

  constructor(public open: INotebookJournal[]) {}

  get current(): INotebookJournal | null {
    return this.open[0] ?? null;
  }

  find(path: string): Promise<INotebookJournal | null> {
    return Promise.resolve(this.open.find(({ panel }) => panel.context.localPath === path) ?? null);
  }
}

describe('the commands that insert entries', () => {
  let commands: CommandRegistry;
  let inserted: (IWanted & { path: string })[];
  let notebooks: OpenNotebooks;
  let gesture: { isRepeated: boolean };

  beforeEach(() => {
    commands = new CommandRegistry();
    inserted = [];
    gesture = { isRepeated: false };
    notebooks = new OpenNotebooks([journalOf('front.ipynb'), journalOf('back.ipynb')]);
    const composer = {
      insert: ({ panel }: INotebookJournal, wanted: IWanted) => {
        inserted.push({ ...wanted, path: panel.context.localPath });
        const { kind } = wanted;
        return Promise.resolve({ entry: 'id', cell: 'new', kind, changes: [], metrics: [], warnings: [] });
      }
    };
    addInsertCommands({
      commands,
      journal: notebooks,
      composer,
      gesture,
      trans: nullTranslator.load('jupyterlab_journal')
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
    const kinds = ['step', 'error', 'result', 'figure', 'environment', 'goal'];
    expect(inserted).toEqual(kinds.map(kind => ({ kind, byProgram: false, path: 'front.ipynb' })));
  });

  it('insert the kind of the template that is named', async () => {
    await commands.execute(CommandIDs.insertEntry, { template: 'goal' });
    await commands.execute(CommandIDs.insertEntry, { kind: 'note', template: 'note' });
    expect(inserted.map(({ kind }) => kind)).toEqual(['goal', 'note']);
  });

  it('insert once while a key is held down, and on a double click', async () => {
    gesture.isRepeated = true;
    await expect(commands.execute(CommandIDs.insertDebugStep)).resolves.toBeNull();
    await expect(commands.execute(CommandIDs.insertDebugStep, { key: 'k' })).resolves.not.toBeNull();
    expect(inserted).toHaveLength(1);
  });

  describe('called by a program', () => {
    it('act on the notebook and the cell that are named, with its words, and return what was made', async () => {
      const args = { notebook: 'back.ipynb', cell: 'a cell', fields: { title: 'T', next: 'N' }, key: 'k' };
      await expect(commands.execute(CommandIDs.insertDebugStep, args)).resolves.toMatchObject({
        entry: 'id',
        cell: 'new',
        kind: 'step'
      });
      await commands.execute(CommandIDs.insertEntry, { ...args, kind: 'goal' });
      const { notebook: path, ...wanted } = args;
      expect(inserted).toEqual([
        { ...wanted, kind: 'step', byProgram: true, path },
        { ...wanted, kind: 'goal', byProgram: true, path }
      ]);
    });

    it('work without a notebook in front of the one that is named', () => {
      notebooks.open = [];
      expect(commands.isEnabled(CommandIDs.insertDebugStep, { notebook: 'back.ipynb' })).toBe(true);
      expect(commands.isEnabled(CommandIDs.insertDebugStep)).toBe(false);
    });

    it.each([
      [{ notebook: 'gone.ipynb' }, 'The notebook gone.ipynb is not open in this page.'],
      [{ notebook: 'back.ipynb', cell: 'gone' }, 'The notebook back.ipynb has no cell gone.'],
      [{ notebook: 7 }, 'notebook: expected a text'],
      [{ cell: '' }, 'cell: expected a text'],
      [{ fields: 'title' }, 'fields: expected an object'],
      [{ fields: ['title'] }, 'fields: expected an object'],
      [{ fields: { title: 1 } }, 'fields: expected an object'],
      [{ key: '' }, 'key: expected a text of 1 to 200 characters'],
      [{ key: 'k'.repeat(201) }, 'key: expected a text of 1 to 200 characters'],
      [{ key: null }, 'key: expected a text of 1 to 200 characters'],
      [{ kind: 'poem', key: 'k' }, 'There is no such kind of entry.'],
      [{ kind: 'step', template: 'poem', key: 'k' }, 'There is no such template.'],
      [{ kind: 'step', template: 'goal', key: 'k' }, 'The template goal is for entries of another kind']
    ])('reject %j with what is wrong, without a notification', async (args, message) => {
      const given = { kind: 'step', ...args } as ReadonlyPartialJSONObject;
      await expect(commands.execute(CommandIDs.insertEntry, given)).rejects.toThrow(message);
      expect(inserted).toEqual([]);
      expect(Notification.manager.count).toBe(0);
    });

    it('reject a notebook that is read-only', async () => {
      notebooks.open = [journalOf('front.ipynb', true)];
      await expect(commands.execute(CommandIDs.insertDebugStep, { key: 'k' })).rejects.toThrow(
        'The notebook front.ipynb is read-only.'
      );
    });
  });

  it("take the arguments of a person's own shortcut", async () => {
    const args = { fields: { title: 'Again' }, _luminoEvent: { type: 'keybinding', keys: ['Alt K'] } };
    await commands.execute(CommandIDs.insertDebugStep, args);
    expect(inserted).toMatchObject([{ kind: 'step', fields: { title: 'Again' }, byProgram: false }]);
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
    await expect(commands.execute(CommandIDs.insertEntry, hostile)).resolves.toBeNull();
    expect(inserted).toEqual([]);
    expect(Notification.manager.notifications[0]?.message).toContain('goal, hypothesis');
  });

  it('are disabled without a notebook, and in one that is read-only', async () => {
    notebooks.open = [journalOf('front.ipynb', true)];
    expect(commands.isEnabled(CommandIDs.insertDebugStep)).toBe(false);
    notebooks.open = [];
    expect(commands.isEnabled(CommandIDs.insertDebugStep)).toBe(false);
    expect(commands.isEnabled(CommandIDs.insertEntry, { kind: 'goal' })).toBe(false);
    await commands.execute(CommandIDs.insertDebugStep);
    expect(inserted).toEqual([]);
  });

  it('each have a label, an icon, a caption and a description of their arguments', async () => {
    for (const id of commands.listCommands()) {
      expect(commands.label(id)).not.toBe('');
      expect(commands.caption(id)).not.toBe('');
      expect(commands.icon(id)).toBeDefined();
      const { args } = (await commands.describedBy(id)) as { args: JSONObject | null };
      expect(args).toMatchObject({ type: 'object' });
      if (id.startsWith('journal:insert-')) {
        const texts = Object.values(args?.['properties'] as Record<string, JSONObject>);
        expect(Object.keys(args?.['properties'] ?? {})).toEqual(
          expect.arrayContaining(['notebook', 'cell', 'fields', 'key'])
        );
        expect(texts.every(({ type, description }) => type !== '' && description !== '')).toBe(true);
      }
    }
  });
});
