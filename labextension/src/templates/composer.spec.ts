import { Notification } from '@jupyterlab/apputils';
import type { ICodeCellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { waitForDialog } from '@jupyterlab/testing';
import { nullTranslator } from '@jupyterlab/translation';
import type { ComposedEntry, EntryRequest } from '../_schema';
import { type JournalAPI, JournalAPIError } from '../api';
import { NotebookJournal } from '../entry/journal';
import { codeCell, entryCell, makeEntry, makePanel, sources } from '../testing';
import { entryLocale } from '../language';
import type { IAllowed } from '../tokens';
import { EntryComposer } from './composer';

/** A server that writes the same entry for every request, and keeps the requests. */
class FakeServer {
  readonly requests: EntryRequest[] = [];
  failure: JournalAPIError | null = null;
  attachments: ComposedEntry['cell']['attachments'];
  warnings: ComposedEntry['warnings'] = [];

  composeEntry(request: EntryRequest): Promise<ComposedEntry> {
    this.requests.push(request);
    if (this.failure !== null) {
      return Promise.reject(this.failure);
    }
    const source = `## Composed ${request.kind}\n\n**Problem.** *What for?*`;
    const metadata = { journal: makeEntry(request.kind, 90 + this.requests.length) };
    const { attachments, warnings } = this;
    const cell = { cell_type: 'markdown' as const, source, metadata, ...(attachments && { attachments }) };
    return Promise.resolve({ cell, warnings });
  }
}

const FAILED = [{ output_type: 'error', ename: 'ValueError', evalue: 'x', traceback: [] }];

describe('inserting an entry', () => {
  let panel: NotebookPanel;
  let journal: NotebookJournal;
  let server: FakeServer;
  let composer: EntryComposer;
  let redaction: { allowed: IAllowed[] };

  beforeEach(async () => {
    panel = await makePanel([
      entryCell('## Goal · a', 'goal', 1),
      codeCell('train()', 3, [{ output_type: 'stream', name: 'stdout', text: 'loss 0.1\n' }]),
      codeCell('fail()', 4, FAILED),
      codeCell('not_yet_run()'),
      entryCell('later', 'note', 2)
    ]);
    journal = new NotebookJournal(panel);
    server = new FakeServer();
    const trans = nullTranslator.load('jupyterlab_journal');
    redaction = { allowed: [] };
    composer = new EntryComposer(server as unknown as JournalAPI, trans, 'zh-CN', redaction, svg =>
      Promise.resolve(svg === 'good' ? 'png' : null)
    );
  });

  afterEach(() => {
    panel.context.dispose();
    panel.dispose();
    Notification.dismiss();
  });

  it('sends the cell that ran last at or above the active one, and the entries above', async () => {
    panel.content.activeCellIndex = 3;
    await expect(composer.insert(journal, 'step')).resolves.toBe(true);
    expect(server.requests[0]).toMatchObject({
      kind: 'step',
      kernel_id: null,
      locale: 'zh-CN',
      path: panel.context.localPath,
      cell: { source: 'fail()', execution_count: 4, outputs: FAILED },
      entries: [makeEntry('goal', 1)]
    });
    expect(server.requests[0]).not.toHaveProperty('fields');
    expect(sources(panel.model)[4]).toContain('Composed step');
  });

  it('sends along with a step what the cell showed before it was run again', async () => {
    const earlier = [{ execution_count: 2, source: 'fail(1)', outputs: [] }];
    const remembered = { of: (cell: ICodeCellModel) => (cell.executionCount === 4 ? earlier : []) };
    const trans = nullTranslator.load('jupyterlab_journal');
    const api = server as unknown as JournalAPI;
    composer = new EntryComposer(api, trans, 'en', redaction, undefined, remembered);
    panel.content.activeCellIndex = 3;
    await composer.insert(journal, 'step');
    expect(server.requests[0]).toMatchObject({ cell: { execution_count: 4, earlier, outputs: FAILED } });
    panel.content.activeCellIndex = 3;
    await composer.insert(journal, 'result');
    expect(server.requests[1]?.cell).not.toHaveProperty('earlier');
  });

  describe('while the user goes on working', () => {
    /** Ask for a goal below cell 1, which is being edited; do something; wait for the entry. */
    async function insertWhile(work: () => void): Promise<void> {
      panel.content.activeCellIndex = 1;
      panel.content.mode = 'edit';
      const inserted = composer.insert(journal, 'goal');
      work();
      await expect(inserted).resolves.toBe(true);
      expect(sources(panel.model)[2]).toContain('Composed goal');
    }

    it('leaves who types in the same cell there', async () => {
      await insertWhile(() => panel.content.activeCell?.model.sharedModel.setSource('train(2)'));
      expect([panel.content.activeCellIndex, panel.content.mode]).toEqual([1, 'edit']);
    });

    it.each([0, 3])('leaves who edits cell %d there', async index => {
      const id = panel.content.widgets[index]?.model.id;
      await insertWhile(() => {
        panel.content.activeCellIndex = index;
        panel.content.mode = 'edit';
      });
      expect([panel.content.activeCell?.model.id, panel.content.mode]).toEqual([id, 'edit']);
    });

    it('takes who only waits to the entry', async () => {
      await insertWhile(() => undefined);
      expect(panel.content.activeCellIndex).toBe(2);
    });
  });

  describe('when nothing has changed since the last step', () => {
    /** Ask for a step; press the button with this label in the dialog. */
    async function insertAndPress(label: string): Promise<boolean> {
      panel.content.activeCellIndex = 4;
      const goal = makeEntry('goal', 1);
      server.warnings = [{ code: 'unchanged_step', message: 'Nothing has changed.', entry: goal.id }];
      const inserted = composer.insert(journal, 'step');
      await waitForDialog(document.body, 5000);
      const buttons = [...document.querySelectorAll<HTMLButtonElement>('.jp-Dialog-button')];
      buttons.find(button => button.textContent.includes(label))?.click();
      return inserted;
    }

    it('goes on in the earlier entry', async () => {
      await expect(insertAndPress('Update That Step')).resolves.toBe(false);
      expect(panel.content.activeCellIndex).toBe(0);
      expect(panel.model?.cells.length).toBe(5);
    });

    it('inserts another when asked to, without a warning', async () => {
      await expect(insertAndPress('Insert Another')).resolves.toBe(true);
      expect(panel.model?.cells.length).toBe(6);
      expect(Notification.manager.count).toBe(0);
    });

    it('does nothing when cancelled', async () => {
      await expect(insertAndPress('Cancel')).resolves.toBe(false);
      expect(panel.model?.cells.length).toBe(5);
      expect(panel.content.activeCellIndex).toBe(4);
    });

    it('inserts when the earlier entry is gone', async () => {
      server.warnings = [{ code: 'unchanged_step', message: 'Nothing has changed.', entry: 'gone' }];
      await expect(composer.insert(journal, 'step')).resolves.toBe(true);
    });
  });

  it('sends what the user called no secret, when there is any', async () => {
    await composer.insert(journal, 'step');
    expect(server.requests[0]).not.toHaveProperty('allowed');
    redaction.allowed = [{ rule: 'password-label', field: 'output' }];
    await composer.insert(journal, 'step');
    expect(server.requests[1]?.allowed).toEqual([{ rule: 'password-label', field: 'output' }]);
  });

  it('sends the nearest failed cell for an error', async () => {
    panel.content.activeCellIndex = 4;
    await composer.insert(journal, 'error');
    expect(server.requests[0]?.cell).toMatchObject({ source: 'fail()' });
  });

  it('sends the active code cell when none has run', async () => {
    panel.model?.sharedModel.deleteCellRange(1, 3);
    panel.content.activeCellIndex = 1;
    await composer.insert(journal, 'result');
    expect(server.requests[0]?.cell).toMatchObject({ source: 'not_yet_run()', execution_count: null });
  });

  it('sends no cell for a kind that tells of none', async () => {
    panel.content.activeCellIndex = 1;
    await composer.insert(journal, 'environment');
    expect(server.requests[0]?.cell).toBeNull();
    expect(server.requests[0]?.code).toEqual(['train()']);
  });

  it('opens what a person writes at its first hint, and leaves captured facts rendered', async () => {
    for (const kind of ['goal', 'step'] as const) {
      await composer.insert(journal, kind);
      expect(panel.content.mode).toBe('edit');
      panel.content.mode = 'command';
      panel.content.activeCellIndex = 2;
    }
    await composer.insert(journal, 'result');
    expect(panel.content.mode).toBe('command');
    expect(panel.content.activeCell).toMatchObject({ rendered: true });
  });

  it('sends the words of a note, which is then complete', async () => {
    await composer.insert(journal, 'note', 'try **dropout**');
    expect(server.requests[0]?.fields).toEqual({ text: 'try **dropout**' });
    expect(panel.content.mode).toBe('command');
  });

  it('stays below the cell that was active when it was asked for', async () => {
    panel.content.activeCellIndex = 1;
    const inserted = composer.insert(journal, 'step');
    panel.content.activeCellIndex = 4;
    await inserted;
    expect(sources(panel.model)[2]).toContain('Composed step');
  });

  it('ignores a second request while one is under way', async () => {
    const [first, second] = await Promise.all([
      composer.insert(journal, 'step'),
      composer.insert(journal, 'step')
    ]);
    expect([first, second]).toEqual([true, false]);
    expect(server.requests).toHaveLength(1);
    await expect(composer.insert(journal, 'step')).resolves.toBe(true);
  });

  it('shows what failed and what to do, and leaves the notebook as it is', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    server.failure = new JournalAPIError(
      { code: 'x', message: 'The kernel is dead', hint: 'Restart it.' },
      503
    );
    await expect(composer.insert(journal, 'step')).resolves.toBe(false);
    expect(sources(panel.model)).toHaveLength(5);
    const [shown] = Notification.manager.notifications;
    expect(shown?.message).toBe('The entry could not be inserted. The kernel is dead. Restart it.');
    expect(shown?.type).toBe('error');
  });

  it('shows what to do also when the whole message does not fit, and offers the rest', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    server.failure = new JournalAPIError({ code: 'x', message: 'm'.repeat(200), hint: 'Restart it.' }, 503);
    await composer.insert(journal, 'step');
    const [shown] = Notification.manager.notifications;
    expect(shown?.message).toBe('The entry could not be inserted. Restart it.');
    expect(shown?.options.actions?.map(action => action.label)).toEqual(['Details']);
  });

  it.each([
    ['good', []],
    ['bad', ['Not shown.']]
  ])('warns of a picture that is not shown only while it is not: %s', async (svg, messages) => {
    server.warnings = [{ code: 'image_svg', message: 'Not shown.' }];
    server.attachments = { 'a.svg': { 'image/svg+xml': svg } };
    await composer.insert(journal, 'step');
    expect(Notification.manager.notifications.map(({ message }) => message)).toEqual(messages);
    expect(panel.model?.cells.get(1).toJSON()).toMatchObject({ attachments: server.attachments });
  });

  it('shows the warnings of the server', async () => {
    server.warnings = [{ code: 'truncated', message: 'The output was shortened.' }];
    await composer.insert(journal, 'step');
    expect(Notification.manager.notifications.map(({ message }) => message)).toContain(
      'The output was shortened.'
    );
  });
});

it.each([
  ['zh_CN', 'zh-CN'],
  ['zh-Hans', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['en', 'en'],
  ['default', 'en'],
  ['de_DE', 'en']
] as const)('in a user interface in %s, entries are written in %s', (code, locale) => {
  expect(entryLocale(code)).toBe(locale);
});
