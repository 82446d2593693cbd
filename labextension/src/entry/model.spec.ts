import type { NotebookModel } from '@jupyterlab/notebook';
import type { Entry } from '../_schema';
import { entryCell, journalCell, makeEntry, makeNotebook } from '../testing';
import { EntriesModel } from './model';
import { readEntry } from './metadata';
import { readEntries } from './items';
import { HEADINGS } from './testing';

describe('the entries of a notebook', () => {
  let notebook: NotebookModel;
  let entries: EntriesModel;

  const open = (cells: Parameters<typeof makeNotebook>[0]): void => {
    notebook = makeNotebook(cells);
    entries = new EntriesModel(notebook, HEADINGS);
  };

  afterEach(() => {
    entries.dispose();
    notebook.dispose();
    jest.useRealTimers();
  });

  it('are read in document order, each kind counted by itself', () => {
    open([
      entryCell('## Goal · Beat 97 %', 'goal', 1),
      entryCell('### Hypothesis 1 · It is the data', 'hypothesis', 2),
      entryCell('### Step 1 · Look at it', 'step', 3),
      { cell_type: 'markdown', source: 'not an entry', metadata: {} },
      entryCell('### Step 2 · Clean it', 'step', 4)
    ]);
    const lines = entries.items.map(item =>
      item.readable ? [item.entry.kind, item.number, item.title] : null
    );
    expect(lines).toEqual([
      ['goal', null, 'Beat 97 %'],
      ['hypothesis', 1, 'It is the data'],
      ['step', 1, 'Look at it'],
      ['step', 2, 'Clean it']
    ]);
  });

  it('show a malformed one as unreadable and leave its cell as it is', () => {
    open([
      journalCell('### Step 7 · Mine', { version: 1, kind: 'step' }),
      entryCell('### Step 1', 'step', 1)
    ]);
    const before = JSON.stringify(notebook.toJSON());
    expect(entries.items[0]).toMatchObject({ readable: false, field: 'id' });
    expect(entries.items[1]).toMatchObject({ readable: true, number: 1 });
    notebook.sharedModel.deleteCell(1);
    expect(notebook.cells.get(0).sharedModel.getSource()).toBe('### Step 7 · Mine');
    expect(before).toContain('### Step 7 · Mine');
  });

  it('fall back on the title of the metadata when the heading says none', () => {
    open([entryCell('### Step 1', 'step', 1, { title: 'Lower it' })]);
    expect(entries.items[0]).toMatchObject({ title: 'Lower it' });
  });

  it('report many changes once', () => {
    jest.useFakeTimers();
    open([entryCell('### Step 1 · a', 'step', 1)]);
    const changed = jest.fn();
    entries.itemsChanged.connect(changed);
    for (const letter of 'bcd') {
      notebook.cells.get(0).sharedModel.setSource(`### Step 1 · ${letter}`);
    }
    expect(changed).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1000);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(entries.items[0]).toMatchObject({ title: 'd' });
  });

  it('do not report changes that leave the journal as it is', () => {
    jest.useFakeTimers();
    open([entryCell('### Step 1 · a\n\ntext', 'step', 1)]);
    const changed = jest.fn();
    entries.itemsChanged.connect(changed);
    notebook.cells.get(0).sharedModel.setSource('### Step 1 · a\n\nother text');
    jest.advanceTimersByTime(1000);
    expect(changed).not.toHaveBeenCalled();
  });

  it('stay the same objects where they did not change', () => {
    jest.useFakeTimers();
    open([entryCell('### Step 1 · a', 'step', 1), entryCell('### Step 2 · b', 'step', 2)]);
    const [first, second] = entries.items;
    notebook.cells.get(1).sharedModel.setSource('### Step 2 · c');
    jest.advanceTimersByTime(1000);
    expect(entries.items[0]).toBe(first);
    expect(entries.items[1]).not.toBe(second);
  });

  it('are numbered by the time they were made, of the same moment by their ids', () => {
    const at = (created: string): Partial<Entry> => ({ created });
    open([
      entryCell('a', 'step', 3, at('2026-11-20T12:00:00+08:00')),
      entryCell('b', 'step', 2, at('2026-11-20T05:30:00+01:00')),
      entryCell('c', 'step', 1, at('2026-11-20T04:00:00Z')),
      entryCell('d', 'hypothesis', 4, at('2026-11-20T00:00:00Z')),
      entryCell('e', 'step', 5, { ...at('2026-11-19T00:00:00Z'), copied_from: makeEntry('step', 3).id })
    ]);
    expect(entries.items.map(item => item.readable && item.number)).toEqual([2, 3, 1, 1, 2]);
  });

  it('count copies of an entry that is gone as the one step that was made', () => {
    const copied_from = makeEntry('step', 9).id;
    open([
      entryCell('a', 'step', 3, { copied_from }),
      entryCell('b', 'step', 1),
      entryCell('c', 'step', 4, { copied_from }),
      entryCell('d', 'step', 5)
    ]);
    expect(entries.items.map(item => item.readable && item.number)).toEqual([2, 1, 2, 3]);
  });

  it('are missing in code and raw cells', () => {
    const entry = entryCell('### Step 1 · a', 'step', 1);
    open([
      { ...entry, cell_type: 'raw' },
      { ...entry, cell_type: 'code', outputs: [], execution_count: null },
      entryCell('### Step 1 · b', 'step', 2)
    ]);
    expect(entries.items.map(item => item.readable && item.number)).toEqual([1]);
  });

  it('are read as they are now, readable ones only', () => {
    open([entryCell('a', 'note', 1), journalCell('b', { version: 2 }), entryCell('c', 'note', 3)]);
    notebook.sharedModel.insertCell(0, entryCell('d', 'note', 4));
    expect(readEntries(notebook.cells).map(entry => entry.id)).toEqual(
      [4, 1, 3].map(number => makeEntry('note', number).id)
    );
  });
});

describe('reading metadata', () => {
  it('keeps fields that are not known', () => {
    const entry = makeEntry('note', 1, { later: { a: 1 } });
    expect(readEntry(entry)).toEqual({ entry });
  });

  it.each([
    ['journal', null],
    ['journal', 'text'],
    ['journal', []],
    ['version', {}],
    ['version', { ...makeEntry('note', 1), version: 2 }],
    ['id', { ...makeEntry('note', 1), id: 'abc' }],
    ['id', { ...makeEntry('note', 1), id: 7 }],
    ['kind', { ...makeEntry('note', 1), kind: 'poem' }],
    ['kind', { ...makeEntry('note', 1), kind: 'toString' }],
    ['created', { ...makeEntry('note', 1), created: 'yesterday' }],
    ['title', { ...makeEntry('note', 1), title: 7 }],
    ['changes', { ...makeEntry('step', 1), changes: 'abc' }],
    ['changes', { ...makeEntry('step', 1), changes: [null] }],
    ['changes', { ...makeEntry('step', 1), changes: [{ name: 'lr', before: { a: 1 }, after: '2' }] }],
    ['metrics', { ...makeEntry('step', 1), metrics: {} }],
    ['metrics', { ...makeEntry('step', 1), metrics: [{ before: 1, after: 2 }] }],
    ['error', { ...makeEntry('error', 1), error: 'ValueError' }],
    ['error', { ...makeEntry('error', 1), error: null }],
    ['snapshot', { ...makeEntry('step', 1), snapshot: 'x' }],
    ['snapshot', { ...makeEntry('step', 1), snapshot: { devices: 'GPU' } }],
    ['snapshot', { ...makeEntry('step', 1), snapshot: { same_as: 'y' } }],
    ['snapshot', { ...makeEntry('step', 1), snapshot: { same_as: 'y', drift: [{ name: 1 }] } }],
    ['state', { ...makeEntry('step', 1), state: 3 }],
    ['source', { ...makeEntry('step', 1), source: 'cell' }],
    ['source', { ...makeEntry('step', 1), source: { cell_id: 3 } }],
    ['redactions', { ...makeEntry('step', 1), redactions: 'none' }],
    ['redactions', { ...makeEntry('step', 1), redactions: [{ kind: 'token' }] }]
  ])('names the field %s of %j', (field, value) => {
    expect(readEntry(value)).toEqual({ field });
  });
});
