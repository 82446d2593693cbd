import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import type { Kind } from './_schema';
import { addInsertCommands } from './compose/commands';
import { HeadingReader } from './entry/heading';
import { readEntry } from './entry/metadata';
import { journalIcon } from './icons';
import { insertCommand, isKind, kindIcon, kindLabel, KINDS, KINDS_OF_RESEARCH } from './kinds';
import { InsertBox } from './panel/insertBox';
import type { TimelineModel } from './panel/model';
import { makeEntry } from './testing';
import type { INotebookJournal } from './tokens';

// One row more than the server ships, and nothing else of that kind anywhere.
jest.mock('./_kinds', () => {
  const { TRAITS } = jest.requireActual<{ TRAITS: object }>('./_kinds');
  const command = { id: 'journal:insert-surprise', label: () => 'Insert Surprise', caption: () => 'Wonder' };
  const surprise = { label: () => 'Surprise', panel_rank: 2.5, command, describes_run: true };
  const doubt = { label: () => 'Doubt', panel_rank: 9 };
  return { TRAITS: { ...TRAITS, surprise, doubt } };
});

const SURPRISE = 'surprise' as Kind;
const DOUBT = 'doubt' as Kind;
const trans = nullTranslator.load('jupyterlab_journal');

describe('a kind that has a row and nothing more', () => {
  it('has a name, a place and an icon', () => {
    expect(isKind(SURPRISE)).toBe(true);
    expect(kindLabel(SURPRISE, trans)).toBe('Surprise');
    expect(KINDS.indexOf(SURPRISE)).toBe(KINDS.indexOf('environment') + 1);
    expect(KINDS_OF_RESEARCH.slice(-2)).toEqual([SURPRISE, DOUBT]);
    expect(kindIcon(SURPRISE)).toBe(journalIcon);
  });

  it('is inserted by its own command, or by the one for all kinds', async () => {
    const commands = new CommandRegistry();
    const insert = jest.fn(() => Promise.resolve(null));
    const panel = { context: { localPath: 'a.ipynb' }, model: { readOnly: false, cells: [] } };
    const current = { panel } as unknown as INotebookJournal;
    const journal = { current, currentChanged: new Signal<never, never>({} as never) };
    addInsertCommands({
      commands,
      journal: { ...journal, find: () => Promise.resolve(null) },
      composer: { insert },
      gesture: { isRepeated: false },
      trans
    });
    for (const kind of [SURPRISE, DOUBT]) {
      const { command, args } = insertCommand(kind);
      expect(commands.isEnabled(command, args)).toBe(true);
      await commands.execute(command, args);
      expect(insert).toHaveBeenLastCalledWith(current, expect.objectContaining({ kind }));
    }
    expect(commands.label('journal:insert-surprise')).toBe('Insert Surprise');
    expect(commands.label('journal:insert-entry', { kind: DOUBT })).toBe('Insert Doubt');
    const { args } = await commands.describedBy('journal:insert-entry');
    expect(args).toMatchObject({ properties: { kind: { enum: [...KINDS] } } });
  });

  it('has a button in the panel', async () => {
    const commands = new CommandRegistry();
    const execute = jest.spyOn(commands, 'execute').mockResolvedValue(undefined);
    const model = { stateChanged: new Signal({}), canInsert: true, dispose: () => undefined };
    const box = new InsertBox(model as unknown as TimelineModel, commands, trans, () =>
      Promise.resolve(true)
    );
    Widget.attach(box, document.body);
    MessageLoop.flush();
    await box.renderPromise;
    const buttons = [...box.node.querySelectorAll<HTMLElement>('.jp-JournalPanel-kind')];
    const small: readonly Kind[] = KINDS.filter(kind => kind !== 'step');
    expect(buttons.map(button => button.textContent)).toEqual(small.map(kind => kindLabel(kind, trans)));
    buttons[small.indexOf(SURPRISE)]?.click();
    expect(execute).toHaveBeenCalledWith('journal:insert-entry', { kind: SURPRISE });
    expect(box.node.querySelectorAll('.jp-JournalPanel-step')).toHaveLength(1);
    box.dispose();
  });

  it('is read from a notebook, with the heading of its template', () => {
    expect(readEntry(makeEntry(SURPRISE, 1))).toHaveProperty('entry');
    expect(readEntry(makeEntry('other' as Kind, 1))).toEqual({ field: 'kind' });
    const reader = new HeadingReader([{ kind: SURPRISE, title: 'Surprise', numbered: true }]);
    expect(reader.findNumber('### Surprise 3 · odd', SURPRISE)?.value).toBe(3);
    expect(reader.titleOf('### Surprise 3 · odd', SURPRISE)).toBe('odd');
  });
});
