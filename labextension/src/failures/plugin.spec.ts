import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { NotebookActions, NotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { codeCell, makeEntry, makePanel } from '../testing';
import type { INotebookJournal, JournalItem } from '../tokens';
import { failuresPlugin } from './plugin';

const FAILED = [{ output_type: 'error', ename: 'ValueError', evalue: 'x', traceback: [] }];

const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));

/** The journal of whichever notebook the test brings to the front. */
class FrontJournal {
  readonly currentChanged = new Signal<this, INotebookJournal | null>(this);
  readonly itemsChanged = new Signal<INotebookJournal, void>({} as INotebookJournal);
  readonly items: JournalItem[] = [{ readable: false, cellId: 'any', field: 'id' }];
  readonly revealed: string[] = [];
  readonly find = (): Promise<null> => Promise.resolve(null);
  current: INotebookJournal | null = null;

  bringToFront(panel: NotebookPanel): void {
    const goTo = (cellId: string): void => {
      this.revealed.push(cellId);
    };
    const { items, itemsChanged } = this;
    this.current = { panel, items, itemsChanged, goTo } as unknown as INotebookJournal;
    this.currentChanged.emit(this.current);
  }
}

describe('the offer to journal an error', () => {
  let failed: NotebookPanel;
  let other: NotebookPanel;
  let journal: FrontJournal;
  let executed: string[];

  /** Let the first cell end with an error; the callback of the offer's first button. */
  async function failAndOffer(): Promise<() => void> {
    const notebook = failed.content;
    const ended = { notebook, cell: notebook.widgets[0], success: false, error: { errorName: 'ValueError' } };
    (NotebookActions.executed as Signal<unknown, unknown>).emit(ended);
    await settled();
    const action = Notification.manager.notifications[0]?.options.actions?.[0];
    expect(action?.label).toBe('Journal this error');
    return () => action?.callback(new MouseEvent('click'));
  }

  beforeEach(async () => {
    failed = await makePanel([codeCell('fail()', 1, FAILED), codeCell('1')]);
    other = await makePanel([codeCell('fail()', 1, FAILED)]);
    const commands = new CommandRegistry();
    executed = [];
    commands.addCommand('journal:insert-error', {
      label: '',
      describedBy: { args: {} },
      execute: () => {
        executed.push(journal.current?.panel.id ?? '');
      }
    });
    journal = new FrontJournal();
    journal.bringToFront(failed);
    const app = { commands } as unknown as JupyterFrontEnd;
    const notebooks = new NotebookTracker({ namespace: 'notebook' });
    await failuresPlugin.activate(app, journal, notebooks, null, null);
    await notebooks.add(failed);
    await failed.revealed;
    failed.content.activeCellIndex = 1;
  });

  afterEach(() => {
    Notification.dismiss();
    // The plugin lives as long as the page; the next test starts its own.
    Signal.clearData(NotebookActions);
    for (const panel of [failed, other]) {
      panel.context.dispose();
      panel.dispose();
    }
  });

  it('inserts below the failed cell', async () => {
    const accept = await failAndOffer();
    accept();
    expect(failed.content.activeCellIndex).toBe(0);
    expect(executed).toEqual([failed.id]);
  });

  it('goes when the error is journalled by the button', async () => {
    await failAndOffer();
    failed.content.widgets[0]?.node.querySelector<HTMLButtonElement>('.jp-JournalFailure-button')?.click();
    expect(executed).toEqual([failed.id]);
    expect(Notification.manager.count).toBe(0);
  });

  it('goes when another notebook comes to the front, and does nothing there', async () => {
    const accept = await failAndOffer();
    journal.bringToFront(other);
    expect(Notification.manager.count).toBe(0);
    accept();
    expect(executed).toEqual([]);
    expect(failed.content.activeCellIndex).toBe(1);
  });

  /** The error of the first cell has got an entry, in whichever way. */
  function journalled(): void {
    const source = {
      cell_id: failed.content.widgets[0]?.model.id ?? '',
      execution_count: 1,
      sha256: '0'.repeat(64)
    };
    const entry = makeEntry('error', 1, { source });
    journal.items.push({ readable: true, cellId: 'its entry', entry, title: '', number: null });
    journal.itemsChanged.emit();
  }

  it('goes when the error has got its entry otherwise', async () => {
    await failAndOffer();
    journalled();
    expect(Notification.manager.count).toBe(0);
  });

  it('goes when the cell is run again, and when it is deleted', async () => {
    await failAndOffer();
    const { content, model } = failed;
    (NotebookActions.executionScheduled as Signal<unknown, unknown>).emit({
      notebook: content,
      cell: content.widgets[0]
    });
    expect(Notification.manager.count).toBe(0);
    await failAndOffer();
    model?.sharedModel.deleteCell(0);
    expect(Notification.manager.count).toBe(0);
  });

  it('stays while other cells run', async () => {
    await failAndOffer();
    const { content } = failed;
    (NotebookActions.executionScheduled as Signal<unknown, unknown>).emit({
      notebook: content,
      cell: content.widgets[1]
    });
    expect(Notification.manager.count).toBe(1);
  });

  it('becomes the way to the entry, once there is one', () => {
    const [cell] = failed.content.widgets;
    journalled();
    const button = cell?.node.querySelector<HTMLButtonElement>('.jp-JournalFailure-button');
    expect(button?.textContent).toBe('Show the entry');
    button?.click();
    expect(journal.revealed).toEqual(['its entry']);
    expect(executed).toEqual([]);

    journal.bringToFront(other);
    button?.click();
    expect(journal.revealed).toHaveLength(1);
  });
});
