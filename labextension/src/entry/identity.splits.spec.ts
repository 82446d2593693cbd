import { NotebookActions } from '@jupyterlab/notebook';
import { MessageLoop } from '@lumino/messaging';
import { entryCell, entryId } from '../testing';
import { FACTS, SeenNotebook, THREE } from './testing';

describe('an entry that is split or merged', () => {
  let notebook: SeenNotebook;

  afterEach(() => {
    notebook.dispose();
  });

  const split = async (source: string, offset: number): Promise<void> => {
    const pictures = { 'curve.png': { 'image/png': 'aGk=' } };
    notebook = await SeenNotebook.open([
      { ...entryCell(source, 'step', 1, { snapshot: FACTS }), attachments: pictures }
    ]);
    const [cell] = notebook.panel.content.widgets;
    await cell?.ready;
    notebook.panel.content.mode = 'edit';
    MessageLoop.flush(); // an update of a Markdown cell sends the cursor to the end of the heading's marks
    const editor = cell?.editor;
    editor?.setCursorPosition(editor.getPositionAt(offset) ?? { line: 0, column: 0 });
    NotebookActions.splitCell(notebook.panel.content);
  };

  it('the first half of a split keeps the record and its pictures; all is undone at once', async () => {
    const source = '### Step 1 · a\n\n![c](attachment:curve.png)\n\nmine';
    await split(source, source.indexOf('mine'));
    expect(notebook.sources).toEqual(['### Step 1 · a\n\n![c](attachment:curve.png)', 'mine']);
    expect(notebook.ids).toEqual([entryId(1), null]);
    expect(notebook.panel.model?.cells.get(0).toJSON()).toHaveProperty(['attachments', 'curve.png']);
    notebook.undo();
    expect([notebook.sources, notebook.ids]).toEqual([[source], [entryId(1)]]);
    notebook.redo();
    expect(notebook.ids).toEqual([entryId(1), null]);
  });

  it('a split before the first character leaves the record to the text', async () => {
    await split('### Step 1 · a', 0);
    expect(notebook.sources).toEqual(['', '### Step 1 · a']);
    expect(notebook.ids).toEqual([null, entryId(1)]);
  });

  it.each([1, 2])(
    'of two merged entries the first goes on, also when cell %s is the active one',
    async active => {
      notebook = await SeenNotebook.open(THREE);
      notebook.select(active);
      notebook.panel.content.extendContiguousSelectionTo(active === 1 ? 2 : 1);
      notebook.select(active);
      NotebookActions.mergeCells(notebook.panel.content);
      expect(notebook.ids).toEqual([entryId(1), entryId(2)]);
      notebook.undo();
      expect(notebook.records).toEqual(THREE.map(cell => cell.metadata.journal));
    }
  );

  it('an entry merged into a text of the user stays an entry', async () => {
    notebook = await SeenNotebook.open([
      ...THREE.slice(0, 1),
      { cell_type: 'markdown', source: 'mine', metadata: {} }
    ]);
    notebook.select(1);
    NotebookActions.mergeCells(notebook.panel.content, true);
    expect(notebook.ids).toEqual([entryId(1)]);
    expect(notebook.sources).toEqual(['### Step 1 · a\n\nmine']);
  });
});
