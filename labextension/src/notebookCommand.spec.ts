import { Notification } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { JournalAPIError } from './api';
import { journalIcon } from './icons';
import { addNotebookCommand } from './notebookCommand';
import type { INotebookJournal } from './tokens';

const ID = 'journal:test-notebook';

function panelOf(path: string): NotebookPanel {
  return { context: { path } } as unknown as NotebookPanel;
}

describe('a command that works on a notebook', () => {
  let commands: CommandRegistry;
  let front: { currentWidget: NotebookPanel | null; currentChanged: Signal<object, null> };
  let act: jest.Mock;

  beforeEach(() => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    commands = new CommandRegistry();
    front = { currentWidget: panelOf('in/front.ipynb'), currentChanged: new Signal({}) };
    act = jest.fn((_args: unknown, { context }: NotebookPanel) => Promise.resolve(context.path));
    const behind = { panel: panelOf('behind.ipynb') } as INotebookJournal;
    addNotebookCommand<string>(
      {
        id: ID,
        label: 'Test',
        caption: 'Test a notebook',
        icon: journalIcon,
        argumentsSchema: { type: 'object', properties: {} },
        failure: name => `${name} failed.`,
        act
      },
      {
        commands,
        notebooks: front as unknown as INotebookTracker,
        journal: { find: path => Promise.resolve(path === 'behind.ipynb' ? behind : null) },
        trans: nullTranslator.load('jupyterlab_journal')
      }
    );
  });

  afterEach(() => {
    Notification.dismiss();
    jest.restoreAllMocks();
  });

  const shown = (): string[] => Notification.manager.notifications.map(({ message }) => message);

  it('works on the one in front, or on the one that is named', async () => {
    await expect(commands.execute(ID)).resolves.toBe('in/front.ipynb');
    await expect(commands.execute(ID, { notebook: 'behind.ipynb' })).resolves.toBe('behind.ipynb');
  });

  it('is enabled for a notebook that is in front or named', () => {
    const changed = jest.fn();
    commands.commandChanged.connect(changed);
    expect(commands.isEnabled(ID)).toBe(true);
    front.currentWidget = null;
    front.currentChanged.emit(null);
    expect(changed).toHaveBeenCalled();
    expect(commands.isEnabled(ID)).toBe(false);
    expect(commands.isEnabled(ID, { notebook: 'behind.ipynb' })).toBe(true);
  });

  it('does nothing without a notebook', async () => {
    front.currentWidget = null;
    await expect(commands.execute(ID)).resolves.toBeNull();
    expect(act).not.toHaveBeenCalled();
  });

  it.each([
    [{ notebook: 'gone.ipynb' }, 'The notebook gone.ipynb is not open in this page.'],
    [{ notebook: 7 }, 'notebook: expected a text']
  ])('refuses %j', async (args, message) => {
    await expect(commands.execute(ID, args)).rejects.toThrow(message);
  });

  it('shows a person what failed, until the command is given again', async () => {
    act.mockRejectedValueOnce(new JournalAPIError({ code: 'x', message: 'No', hint: 'Do it.' }, 400));
    await expect(commands.execute(ID)).resolves.toBeNull();
    expect(shown()).toEqual(['front.ipynb failed. No. Do it.']);
    await commands.execute(ID);
    expect(shown()).toEqual([]);
  });

  it('throws to a program what failed, and shows nothing', async () => {
    const cause = new JournalAPIError({ code: 'x', message: 'No', hint: 'Do it.' }, 400);
    act.mockRejectedValueOnce(cause);
    const failing = commands.execute(ID, { notebook: 'behind.ipynb' });
    await expect(failing).rejects.toMatchObject({ message: 'behind.ipynb failed. No. Do it.', cause });
    expect(shown()).toEqual([]);
  });
});
