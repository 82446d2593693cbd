import type { NotebookPanel } from '@jupyterlab/notebook';
import { codeCell, entryCell, makeEntry, makePanel, sources } from '../testing';
import { NotebookJournal } from './journal';

const COMPOSED = {
  cell_type: 'markdown' as const,
  source: '### Step 2 · new\n\n![curve](attachment:curve.png)\n\n**Analysis.** *Why did this happen?*',
  metadata: { journal: makeEntry('step', 9), slideshow: { slide_type: 'slide' } },
  attachments: { 'curve.png': { 'image/png': 'aGk=' } }
};

describe('the journal of a notebook panel', () => {
  let panel: NotebookPanel;
  let journal: NotebookJournal;

  beforeEach(async () => {
    panel = await makePanel([
      entryCell('### Step 1 · a', 'step', 1),
      codeCell('x = 1'),
      entryCell('### Step 2 · b', 'step', 2)
    ]);
    journal = new NotebookJournal(panel);
  });

  afterEach(() => {
    panel.context.dispose();
    panel.dispose();
    expect(journal.isDisposed).toBe(true);
  });

  it('inserts a complete cell below the anchor, as one undo step', () => {
    const anchor = panel.content.widgets[1]?.model.id ?? null;
    const before = panel.model?.sharedModel.getCell(1).toJSON();
    panel.model?.sharedModel.clearUndoHistory();
    panel.model?.sharedModel.getCell(1).setSource('x = 2');
    const id = journal.insert(COMPOSED, anchor);
    expect(sources(panel.model)).toEqual(['### Step 1 · a', 'x = 2', COMPOSED.source, '### Step 3 · b']);
    expect(panel.model?.cells.get(2).toJSON()).toMatchObject({
      cell_type: 'markdown',
      id,
      metadata: COMPOSED.metadata,
      attachments: COMPOSED.attachments
    });
    expect(panel.content.activeCellIndex).toBe(0);
    panel.model?.sharedModel.undo();
    // What was typed a moment before stays.
    expect(sources(panel.model)).toEqual(['### Step 1 · a', 'x = 2', '### Step 2 · b']);
    expect(before).toMatchObject({ source: 'x = 1' });
  });

  it('inserts below the active cell when the anchor has gone', () => {
    panel.content.activeCellIndex = 0;
    journal.insert(COMPOSED, 'no-such-cell');
    expect(sources(panel.model)[1]).toBe(COMPOSED.source);
  });

  it('inserts into a notebook without cells', () => {
    panel.model?.sharedModel.deleteCellRange(0, 3);
    journal.insert(COMPOSED, null);
    expect(sources(panel.model).filter(source => source !== '')).toEqual([
      COMPOSED.source.replace('Step 2', 'Step 1')
    ]);
  });

  it('shows the new cell rendered also when a cell was being edited', async () => {
    panel.content.activeCellIndex = 1;
    panel.content.mode = 'edit';
    const id = journal.insert(COMPOSED, journal.anchor);
    await journal.drawn(id);
    expect(panel.content.activeCellIndex).toBe(1);
    journal.goTo(id);
    expect(panel.content.activeCell?.model.id).toBe(id);
    expect(panel.content.mode).toBe('command');
    expect(panel.content.activeCell).toMatchObject({ rendered: true });
  });

  it('goes to a cell and makes it the active one', () => {
    const cellId = journal.items[1]?.cellId ?? '';
    journal.reveal(cellId);
    expect(panel.content.activeCellIndex).toBe(2);
  });

  it('opens an entry at its first unfilled section', async () => {
    const id = journal.insert(COMPOSED, null);
    await journal.editFirstHint(id);
    expect(panel.content.mode).toBe('edit');
    const editor = panel.content.activeCell?.editor;
    const { start, end } = editor?.getSelection() ?? {};
    const selected = start && end && [editor?.getOffsetAt(start), editor?.getOffsetAt(end)];
    expect(COMPOSED.source.slice(...(selected ?? []))).toBe('*Why did this happen?*');
  });

  it('has nothing above when no cell is given, and everything down to the anchor otherwise', () => {
    const last = panel.content.widgets[2]?.model.id ?? null;
    expect(journal.entriesAbove(null)).toEqual([]);
    expect(journal.entriesAbove(last).map(entry => entry.id)).toEqual([
      makeEntry('step', 1).id,
      makeEntry('step', 2).id
    ]);
  });
});
