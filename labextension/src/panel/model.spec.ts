import type { NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { NotebookJournal } from '../entry/journal';
import { HEADINGS } from '../entry/testing';
import { entryCell, journalCell, makeEntry, makePanel } from '../testing';
import type { IJournal, INotebookJournal } from '../tokens';
import { TimelineModel } from './model';
import { rowCaption, rowDetail, rowTitle } from './row';

const trans = nullTranslator.load('jupyterlab_journal');

class FakeJournal implements IJournal {
  current: INotebookJournal | null = null;
  readonly currentChanged = new Signal<this, INotebookJournal | null>(this);

  open(journal: INotebookJournal | null): void {
    this.current = journal;
    this.currentChanged.emit(journal);
  }

  find(): Promise<INotebookJournal | null> {
    return Promise.resolve(this.current);
  }
}

describe('the timeline', () => {
  let panel: NotebookPanel;
  let journal: FakeJournal;
  let model: TimelineModel;

  beforeEach(async () => {
    panel = await makePanel([
      entryCell('A thought', 'note', 1),
      entryCell('## Goal · Beat 97 %', 'goal', 2),
      entryCell('### Step 1', 'step', 3, {
        changes: [{ name: 'lr', before: '0.01', after: '0.001', evidence: ['value'] }]
      }),
      journalCell('broken', {})
    ]);
    journal = new FakeJournal();
    model = new TimelineModel(journal, trans);
  });

  afterEach(() => {
    model.dispose();
    panel.context.dispose();
    panel.dispose();
  });

  const titles = (): string[] =>
    model.rows.map(({ item }) => (item.readable ? rowTitle(item, trans) : item.field));

  it('is empty without a notebook, and nothing can be inserted', () => {
    expect(model.current).toBeNull();
    expect(model.rows).toEqual([]);
    expect(model.canInsert).toBe(false);
  });

  it('follows the notebook in front', () => {
    const changed = jest.fn();
    model.stateChanged.connect(changed);
    journal.open(new NotebookJournal(panel, HEADINGS));
    expect(changed).toHaveBeenCalledTimes(1);
    expect(model.canInsert).toBe(true);
    expect(titles()).toEqual(['A thought', 'Beat 97 %', 'lr 0.01 → 0.001', 'version']);
    journal.open(null);
    expect(model.rows).toEqual([]);
  });

  it('hangs what follows a goal below it', () => {
    journal.open(new NotebookJournal(panel, HEADINGS));
    expect(model.rows.map(row => row.level)).toEqual([1, 1, 2, 2]);
  });

  it('can be filtered by words in title, kind and changed parameters, and by kind', () => {
    journal.open(new NotebookJournal(panel, HEADINGS));
    model.filter = ' LR ';
    expect(titles()).toEqual(['lr 0.01 → 0.001']);
    model.filter = 'goal';
    expect(titles()).toEqual(['Beat 97 %']);
    model.filter = '';
    model.kind = 'note';
    expect(titles()).toEqual(['A thought']);
    expect(model.kinds).toEqual(['goal', 'step', 'note']);
  });

  it('inserts nothing into a read-only notebook', () => {
    panel.context.model.readOnly = true;
    journal.open(new NotebookJournal(panel, HEADINGS));
    expect(model.canInsert).toBe(false);
  });
});

describe('a line of the timeline', () => {
  const metric = (before: number | 'nan' | null, after: number | null): ReturnType<typeof makeEntry> =>
    makeEntry('step', 1, { metrics: [{ name: 'accuracy', before, after, unit: '%' }] });

  it.each([
    [metric(92, 95.6), { name: 'acc', value: '+3.6' }],
    [metric(0.31, 0.17), { name: 'acc', value: '−0.14' }],
    [metric(1, 1), { name: 'acc', value: '0' }],
    [metric(null, 95.6), null],
    [metric('nan', 95.6), null],
    [makeEntry('step', 1), null],
    [
      makeEntry('error', 1, { error: { type: 'OutOfMemoryError', message: 'x' } }),
      { name: 'OutOfMemoryError', value: '' }
    ]
  ])('shows how the first known metric moved, or the type of the error: %#', (entry, detail) => {
    expect(rowDetail(entry, 'A title')).toEqual(detail);
  });

  it.each([
    [
      [
        ['loss', '1'],
        ['val_accuracy', '1']
      ],
      'val_acc'
    ],
    [
      [
        ['loss', '1'],
        ['top5', '%']
      ],
      'top5'
    ],
    [
      [
        ['loss', '1'],
        ['lr', '1']
      ],
      'loss'
    ],
    [
      [
        ['score_loss', '%'],
        ['F1', '1']
      ],
      'F1'
    ],
    [
      [
        ['训练损失', '1'],
        ['验证准确率', '1']
      ],
      '验证准确率'
    ],
    [
      [
        ['精度损失', '%'],
        ['召回率', '1']
      ],
      '召回率'
    ]
  ])('shows a score rather than a loss: %j', (metrics, name) => {
    const entry = makeEntry('step', 1, {
      metrics: metrics.map(([metric = '', unit = '']) => ({ name: metric, before: 1, after: 2, unit }))
    });
    expect(rowDetail(entry, '')).toEqual({ name, value: '+1' });
  });

  it('does not repeat a type of error that the title names', () => {
    const entry = makeEntry('error', 1, { error: { type: 'KeyError', message: "'lr'" } });
    expect(rowDetail(entry, "KeyError: 'lr'")).toBeNull();
  });

  it('is called by its kind and number when nothing else is known', () => {
    const item = { readable: true, cellId: 'a', entry: makeEntry('step', 1), title: '', number: 4 } as const;
    expect(rowTitle(item, trans)).toBe('Debug step 4');
  });

  it('says which field makes an entry unreadable', () => {
    expect(rowCaption({ readable: false, cellId: 'a', field: 'created' }, trans)).toContain('"created"');
  });
});
