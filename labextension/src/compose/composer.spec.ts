import { Notification } from '@jupyterlab/apputils';
import type { ICodeCellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Entry } from '../_schema';
import { JournalAPIError } from '../api';
import { makeEntry, sources } from '../testing';
import { entryLocale } from '../language';
import { ComposerBench, FAILED, type FakeServer } from './testing';

describe('inserting an entry', () => {
  let bench: ComposerBench;
  let panel: NotebookPanel;
  let server: FakeServer;
  const insert: ComposerBench['insert'] = (kind, more) => bench.insert(kind, more);

  beforeEach(async () => {
    bench = await ComposerBench.open();
    ({ panel, server } = bench);
  });

  afterEach(() => {
    bench.dispose();
  });

  it('sends the cell that ran last at or above the active one, and all entries', async () => {
    panel.content.activeCellIndex = 3;
    await expect(insert('step')).resolves.not.toBeNull();
    expect(server.requests[0]).toMatchObject({
      kind: 'step',
      kernel_id: null,
      locale: 'zh-CN',
      path: panel.context.localPath,
      cell: { source: 'fail()', execution_count: 4, outputs: FAILED },
      entries: [makeEntry('goal', 1), makeEntry('note', 2)]
    });
    expect(server.requests[0]).not.toHaveProperty('fields');
    expect(sources(panel.model)[4]).toContain('Composed step');
  });

  it('sends along with a step what the cell showed before it was run again', async () => {
    const earlier = [{ execution_count: 2, source: 'fail(1)', outputs: [] }];
    const remembered = { of: (cell: ICodeCellModel) => (cell.executionCount === 4 ? earlier : []) };
    bench.compose({ earlier: remembered });
    panel.content.activeCellIndex = 3;
    await insert('step');
    expect(server.requests[0]).toMatchObject({ cell: { execution_count: 4, earlier, outputs: FAILED } });
    panel.content.activeCellIndex = 3;
    await insert('result');
    expect(server.requests[1]?.cell).not.toHaveProperty('earlier');
  });

  describe('while the user goes on working', () => {
    /** Ask for a goal below cell 1, which is being edited; do something; wait for the entry. */
    async function insertWhile(work: () => void): Promise<void> {
      panel.content.activeCellIndex = 1;
      panel.content.mode = 'edit';
      const inserted = insert('goal');
      work();
      await expect(inserted).resolves.not.toBeNull();
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

  it('goes after the last entry about the same cell, and takes the person there', async () => {
    const source = {
      cell_id: panel.model?.cells.get(1).id ?? '',
      execution_count: 3,
      sha256: '0'.repeat(64)
    };
    panel.content.activeCellIndex = 1;
    for (const number of [50, 51, 52]) {
      server.journal = makeEntry('step', number, { source });
      await insert('step');
      panel.content.activeCellIndex = 1;
    }
    const ids = [...(panel.model?.cells ?? [])].map(
      cell => (cell.getMetadata('journal') as Entry | undefined)?.id
    );
    expect(ids.slice(2, 5)).toEqual([50, 51, 52].map(number => makeEntry('step', number).id));
  });

  it('takes a person also to an entry that took the place of the active cell', async () => {
    panel.model?.sharedModel.insertCell(5, { cell_type: 'code', source: '' });
    panel.content.activeCellIndex = 5;
    await insert('environment');
    expect(panel.model?.cells.length).toBe(6);
    expect(panel.content.activeCell?.model.sharedModel.getSource()).toContain('Composed environment');
  });

  it('takes what an earlier attempt had to say away', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    server.failure = new JournalAPIError({ code: 'x', message: 'The kernel is dead', hint: '' }, 503);
    await insert('step');
    expect(Notification.manager.count).toBe(1);
    server.failure = null;
    await insert('step');
    expect(Notification.manager.count).toBe(0);
  });

  it('sends what the user called no secret, when there is any', async () => {
    await insert('step');
    expect(server.requests[0]).not.toHaveProperty('allowed');
    bench.redaction.allowed = [{ rule: 'password-label', field: 'output' }];
    await insert('step');
    expect(server.requests[1]?.allowed).toEqual([{ rule: 'password-label', field: 'output' }]);
  });

  it('sends the nearest failed cell for an error', async () => {
    panel.content.activeCellIndex = 4;
    await insert('error');
    expect(server.requests[0]?.cell).toMatchObject({ source: 'fail()' });
  });

  it('sends the active code cell when none has run', async () => {
    panel.model?.sharedModel.deleteCellRange(1, 3);
    panel.content.activeCellIndex = 1;
    await insert('result');
    expect(server.requests[0]?.cell).toMatchObject({ source: 'not_yet_run()', execution_count: null });
  });

  it('sends no cell for a kind that records no run', async () => {
    panel.content.activeCellIndex = 1;
    await insert('environment');
    expect(server.requests[0]?.cell).toBeNull();
    expect(server.requests[0]?.code).toEqual(['train()']);
  });

  it('opens what a person writes at its first hint, and leaves captured facts rendered', async () => {
    for (const kind of ['goal', 'step'] as const) {
      await insert(kind);
      expect(panel.content.mode).toBe('edit');
      panel.content.mode = 'command';
      panel.content.activeCellIndex = 2;
    }
    await insert('result');
    expect(panel.content.mode).toBe('command');
    expect(panel.content.activeCell).toMatchObject({ rendered: true });
  });

  it('sends the words of a note, which is then complete', async () => {
    await insert('note', { fields: { text: 'try **dropout**' } });
    expect(server.requests[0]?.fields).toEqual({ text: 'try **dropout**' });
    expect(panel.content.mode).toBe('command');
  });

  it('stays below the cell that was active when it was asked for', async () => {
    panel.content.activeCellIndex = 1;
    const inserted = insert('step');
    panel.content.activeCellIndex = 4;
    await inserted;
    expect(sources(panel.model)[2]).toContain('Composed step');
  });

  it('ignores a second request while one is under way', async () => {
    const [first, second] = await Promise.all([insert('step'), insert('step')]);
    expect([first === null, second]).toEqual([false, null]);
    expect(server.requests).toHaveLength(1);
    await expect(insert('step')).resolves.not.toBeNull();
  });

  it('shows what failed and what to do, and leaves the notebook as it is', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    server.failure = new JournalAPIError(
      { code: 'x', message: 'The kernel is dead', hint: 'Restart it.' },
      503
    );
    await expect(insert('step')).resolves.toBeNull();
    expect(sources(panel.model)).toHaveLength(5);
    const [shown] = Notification.manager.notifications;
    expect(shown?.message).toBe('The entry could not be inserted. The kernel is dead. Restart it.');
    expect(shown?.type).toBe('error');
  });

  it('shows what to do also when the whole message does not fit, and offers the rest', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    server.failure = new JournalAPIError({ code: 'x', message: 'm'.repeat(200), hint: 'Restart it.' }, 503);
    await insert('step');
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
    await insert('step');
    expect(Notification.manager.notifications.map(({ message }) => message)).toEqual(messages);
    expect(panel.model?.cells.get(1).toJSON()).toMatchObject({ attachments: server.attachments });
  });

  it('shows the warnings of the server', async () => {
    server.warnings = [{ code: 'truncated', message: 'The output was shortened.' }];
    await insert('step');
    expect(Notification.manager.notifications.map(({ message }) => message)).toContain(
      'The output was shortened.'
    );
  });
});

it.each([
  ['zh_CN', 'zh-CN'],
  ['zh-Hans', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['ZH_TW', 'zh-CN'],
  ['zha', 'en'],
  ['en', 'en'],
  ['default', 'en'],
  ['de_DE', 'en']
] as const)('in a user interface in %s, entries are written in %s', (code, locale) => {
  expect(entryLocale(code)).toBe(locale);
});
