import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { Entry, Snapshot } from '../_schema';
import { type JournalAPI, JournalAPIError } from '../api';
import { codeCell, makePanel } from '../testing';
import type { IJournal, INotebookJournal, JournalItem } from '../tokens';
import { FactsModel } from './model';
import { FactsLine } from './widget';

const SNAPSHOT: Snapshot = {
  version: 1,
  captured_at: '2026-11-20T12:00:00Z',
  busy: false,
  language: 'python'
};

/** A server whose answers the test releases. */
class SlowServer {
  readonly asked: string[] = [];
  locale = '';
  answer: (snapshot: Snapshot) => void = () => undefined;
  refuse: (error: Error) => void = () => undefined;

  snapshot(kernelId: string, _path: string, locale: string): Promise<Snapshot> {
    this.asked.push(kernelId);
    this.locale = locale;
    return new Promise((resolve, reject) => {
      this.answer = resolve;
      this.refuse = reject;
    });
  }
}

const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));

describe('the facts of the kernel', () => {
  let panel: NotebookPanel;
  let server: SlowServer;
  let model: FactsModel;
  let items: JournalItem[];
  let itemsChanged: Signal<object, void>;
  let journal: { current: INotebookJournal | null; currentChanged: Signal<object, INotebookJournal | null> };

  const open = async (withKernel: boolean): Promise<void> => {
    panel = await makePanel([codeCell('1')], withKernel);
    server = new SlowServer();
    items = [];
    itemsChanged = new Signal({});
    const current = {
      panel,
      itemsChanged,
      get items() {
        return items;
      }
    } as unknown as INotebookJournal;
    journal = { current, currentChanged: new Signal({}) };
    model = new FactsModel(server as unknown as JournalAPI, journal as unknown as IJournal, 'zh-CN');
  };

  afterEach(async () => {
    model.dispose();
    await panel.sessionContext.shutdown();
    panel.context.dispose();
    panel.dispose();
  });

  it('are not asked for while nobody looks', async () => {
    await open(true);
    model.update();
    await settled();
    expect(server.asked).toEqual([]);
  });

  it('are asked for when somebody looks, one request at a time, and once more for all that came meanwhile', async () => {
    await open(true);
    const id = panel.sessionContext.session?.kernel?.id;
    model.visible = true;
    model.update();
    model.update();
    expect(model.state.status).toBe('loading');
    expect(server.asked).toEqual([id]);
    server.answer(SNAPSHOT);
    await settled();
    expect(model.state).toEqual({ status: 'ready', snapshot: SNAPSHOT });
    expect(server.asked).toEqual([id, id]);
    server.answer({ ...SNAPSHOT, busy: true });
    await settled();
    expect(model.state).toMatchObject({ snapshot: { busy: true } });
    expect(server.asked).toHaveLength(2);
  });

  it('stay on show while they are asked for again', async () => {
    await open(true);
    model.visible = true;
    server.answer(SNAPSHOT);
    await settled();
    model.update();
    expect(model.state.status).toBe('ready');
  });

  it('are dropped when another notebook came to the front meanwhile', async () => {
    await open(true);
    model.visible = true;
    journal.current = null;
    journal.currentChanged.emit(null);
    server.answer(SNAPSHOT);
    await settled();
    expect(model.state).toEqual({ status: 'no-notebook' });
  });

  it('of another kernel are not shown while those of the one in front are waited for', async () => {
    await open(true);
    model.visible = true;
    server.answer(SNAPSHOT);
    await settled();
    const other = await makePanel([codeCell('1')], true);
    // The kernels of the tests all have the same id.
    Object.defineProperty(other.sessionContext.session?.kernel, 'id', { value: 'other' });
    model.update();
    journal.current = { panel: other, itemsChanged, items } as unknown as INotebookJournal;
    journal.currentChanged.emit(journal.current);
    expect(model.state).toEqual({ status: 'loading' });
    server.answer(SNAPSHOT);
    await settled();
    expect(model.state).toEqual({ status: 'loading' });
    expect(server.asked.at(-1)).toBe('other');
    server.answer(SNAPSHOT);
    await settled();
    expect(model.state.status).toBe('ready');
    await other.sessionContext.shutdown();
    other.context.dispose();
    other.dispose();
  });

  it('say whether the kernel is busy now, not when they were read', async () => {
    await open(true);
    const line = new FactsLine(model, nullTranslator.load('jupyterlab_journal'));
    Widget.attach(line, document.body);
    server.answer({ ...SNAPSHOT, busy: true });
    await settled();
    await line.renderPromise;
    const dot = (): Element | null => line.node.querySelector('.jp-JournalFacts-dot');
    expect(dot()?.getAttribute('aria-label')).toBe('The kernel is not busy');
    const kernel = panel.sessionContext.session?.kernel;
    Object.defineProperty(kernel, 'status', { value: 'busy' });
    (panel.sessionContext.statusChanged as Signal<unknown, string>).emit('busy');
    await settled();
    await line.renderPromise;
    expect(dot()?.getAttribute('aria-label')).toBe('The kernel is busy');
    expect(dot()?.className).toContain('jp-mod-busy');
    expect(server.asked).toHaveLength(1);
    line.dispose();
  });

  it('say why they could not be read', async () => {
    await open(true);
    model.visible = true;
    const error = new JournalAPIError({ code: 'kernel_unavailable', message: 'no answer', hint: '' }, 503);
    server.refuse(error);
    await settled();
    expect(model.state).toEqual({ status: 'failed', error });
  });

  it('are those of a notebook without a kernel: none', async () => {
    await open(false);
    await panel.sessionContext.shutdown();
    model.visible = true;
    expect(model.state).toEqual({ status: 'no-kernel' });
    expect(server.asked).toEqual([]);
  });

  it('are asked for again after an execution in this notebook, and not after one in another', async () => {
    await open(true);
    model.visible = true;
    server.answer(SNAPSHOT);
    await settled();
    await NotebookActions.run(panel.content, panel.sessionContext);
    await new Promise(resolve => setTimeout(resolve, 600));
    expect(server.asked).toHaveLength(2);
    const other = await makePanel([codeCell('1')]);
    await NotebookActions.run(other.content);
    await new Promise(resolve => setTimeout(resolve, 600));
    expect(server.asked).toHaveLength(2);
    other.context.dispose();
    other.dispose();
  });

  it('are asked for in the language of the user, and compared with the last entry as entries come', async () => {
    await open(true);
    model.visible = true;
    server.answer({ ...SNAPSHOT, python: { version: '3.12.0' } });
    await settled();
    expect(server.locale).toBe('zh-CN');
    expect(model.drift).toEqual([]);
    let drawn = 0;
    model.stateChanged.connect(() => {
      drawn += 1;
    });
    const entry = {
      version: 1,
      id: '01KAG4X2M8ZQ3YB6T5R7W9V0CD',
      kind: 'step',
      created: '2026-01-01T00:00:00Z',
      snapshot: { ...SNAPSHOT, python: { version: '3.11.0' } }
    } as Entry;
    items = [{ readable: true, cellId: 'a', entry, title: '', number: 1 }];
    itemsChanged.emit();
    expect(drawn).toBe(1);
    expect(model.drift).toEqual([{ subject: 'Python', before: '3.11.0', after: '3.12.0', folded: false }]);
  });
});
