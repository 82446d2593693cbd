import type { NotebookModel } from '@jupyterlab/notebook';
import type { Templates } from '../_schema';
import { entryCell, makeNotebook } from '../testing';
import { EntriesModel } from './model';
import { TemplateHeadings } from './templates';

const STEP = {
  kind: 'step',
  title: 'Trial',
  locale: 'en',
  numbered: true,
  source: 'team' as const,
  sections: []
};

describe('the headings of the templates', () => {
  let answers: (() => Promise<Templates>)[];
  let headings: TemplateHeadings;
  let asked: number;
  let notebook: NotebookModel;
  let entries: EntriesModel;

  beforeEach(() => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    asked = 0;
    answers = [() => Promise.resolve({ templates: [STEP] })];
    headings = new TemplateHeadings({
      templates: () => {
        asked += 1;
        return answers.shift()?.() ?? Promise.reject(new Error('asked once too often'));
      }
    });
    notebook = makeNotebook([
      entryCell('### Trial 1 · a', 'step', 1),
      entryCell('### Trial 7 · b', 'step', 2),
      entryCell('c', 'note', 3)
    ]);
    entries = new EntriesModel(notebook, headings);
  });

  afterEach(() => {
    entries.dispose();
    notebook.dispose();
    jest.restoreAllMocks();
  });

  const lines = (): unknown[] => entries.items.map(item => item.readable && [item.title, item.number]);
  const sourceOf = (index: number): string => notebook.sharedModel.getCell(index).getSource();

  it('are read anew in a notebook that was open before they came, which is not written', async () => {
    expect(lines()).toEqual([
      ['Trial 1 · a', null],
      ['Trial 7 · b', null],
      ['c', null]
    ]);
    const changed = jest.fn();
    entries.itemsChanged.connect(changed);
    await headings.load();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(lines()).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', null]
    ]);
    expect(sourceOf(1)).toBe('### Trial 7 · b');
  });

  it('are what numbers are kept right by, from when they came', async () => {
    notebook.sharedModel.moveCell(2, 0);
    expect(sourceOf(2)).toBe('### Trial 7 · b');
    await headings.load();
    notebook.sharedModel.moveCell(0, 2);
    expect(sourceOf(1)).toBe('### Trial 2 · b');
  });

  it('are asked for once', async () => {
    await Promise.all([headings.load(), headings.load()]);
    await headings.load();
    expect(asked).toBe(1);
  });

  it('are asked for again after a failure, and until then headings are read as they stand', async () => {
    answers.unshift(() => Promise.reject(new Error('no answer')));
    await headings.load();
    expect(console.warn).toHaveBeenCalled();
    expect(lines()[0]).toEqual(['Trial 1 · a', null]);
    await headings.load();
    expect(lines()[0]).toEqual(['a', 1]);
    expect(asked).toBe(2);
  });
});
