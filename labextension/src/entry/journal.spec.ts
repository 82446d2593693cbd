import type { NotebookPanel } from '@jupyterlab/notebook';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { codeCell, entryCell, makeEntry, makePanel, sources } from '../testing';
import { NotebookJournal } from './journal';
import { HEADINGS } from './testing';

const COMPOSED = {
  cell_type: 'markdown' as const,
  source: '### Step 2 · new\n\n![curve](attachment:curve.png)\n\n**Analysis.** *Why did this happen?*',
  metadata: { journal: makeEntry('step', 9), slideshow: { slide_type: 'slide' } },
  attachments: { 'curve.png': { 'image/png': 'aGk=' } }
};

/** Its source in a notebook that has two steps: who composed it knew of one. */
const NUMBERED = COMPOSED.source.replace('Step 2', 'Step 3');

describe('the journal of a notebook panel', () => {
  let panel: NotebookPanel;
  let journal: NotebookJournal;

  beforeEach(async () => {
    panel = await makePanel([
      entryCell('### Step 1 · a', 'step', 1),
      codeCell('x = 1'),
      entryCell('### Step 2 · b', 'step', 2)
    ]);
    journal = new NotebookJournal(panel, HEADINGS);
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
    expect(sources(panel.model)).toEqual(['### Step 1 · a', 'x = 2', NUMBERED, '### Step 2 · b']);
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
    expect(sources(panel.model)[1]).toBe(NUMBERED);
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

  it('gives the focus to the cell it goes to', async () => {
    Widget.attach(panel, document.body);
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    journal.goTo(journal.items[1]?.cellId ?? '');
    MessageLoop.flush();
    await panel.content.activeCell?.ready;
    await Promise.resolve();
    expect(panel.content.activeCell?.node.contains(document.activeElement)).toBe(true);
    button.remove();
  });

  describe('knows whether the user has moved on to other work', () => {
    const fields: HTMLElement[] = [];
    const field = (): HTMLInputElement => {
      const input = document.body.appendChild(document.createElement('input'));
      fields.push(input);
      return input;
    };

    afterEach(() => {
      fields.splice(0).forEach(each => {
        each.remove();
      });
    });

    it('by another field that has the focus', () => {
      const position = journal.position;
      field().focus();
      expect(journal.hasMovedSince(position)).toBe(true);
    });

    it('by what is typed in the same field', () => {
      const input = field();
      input.focus();
      const position = journal.position;
      expect(journal.hasMovedSince(position)).toBe(false);
      input.value = 'more';
      expect(journal.hasMovedSince(position)).toBe(true);
    });

    it('but not by a field that lost the focus', () => {
      const input = field();
      input.focus();
      const position = journal.position;
      input.blur();
      expect(journal.hasMovedSince(position)).toBe(false);
    });
  });

  it('finds an entry also before the list of entries is read again', async () => {
    const id = journal.insert(COMPOSED, null);
    await expect(journal.find(makeEntry('step', 9).id)).resolves.toMatchObject({ cellId: id, number: 3 });
    await expect(journal.find(makeEntry('step', 8).id)).resolves.toBeNull();
  });

  it('waits for an entry where others write in the notebook', async () => {
    Object.defineProperty(panel.model, 'collaborative', { value: true });
    const found = journal.find(makeEntry('step', 9).id);
    const id = journal.insert(COMPOSED, null);
    await expect(found).resolves.toMatchObject({ cellId: id });
  });
});
