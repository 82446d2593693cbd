import { NotebookActions } from '@jupyterlab/notebook';
import { codeCell, entryId } from '../testing';
import { SeenNotebook, THREE } from './testing';

describe('an entry that is copied or moved', () => {
  let notebook: SeenNotebook;

  afterEach(() => {
    notebook.dispose();
  });

  it.each(['below', 'above'] as const)(
    'a copy pasted %s gets an id of its own, and keeps the number',
    async mode => {
      notebook = await SeenNotebook.open(THREE);
      notebook.select(1);
      NotebookActions.copy(notebook.panel.content);
      NotebookActions.paste(notebook.panel.content, mode);
      const [first, second] = mode === 'below' ? [1, 2] : [2, 1];
      const all = notebook.records;
      expect(all[first]).toMatchObject({ id: entryId(2) });
      expect(all[first]).not.toHaveProperty('copied_from');
      expect(all[second]).toMatchObject({ copied_from: entryId(2), created: all[first]?.created });
      expect(new Set(notebook.ids).size).toBe(4);
      expect(notebook.sources.map(source => source.slice(0, 10))).toEqual([
        '### Step 1',
        '### Step 2',
        '### Step 2',
        '### Step 3'
      ]);
      notebook.undo();
      expect(notebook.ids).toEqual([entryId(1), entryId(2), entryId(3)]);
      notebook.redo();
      expect(notebook.records).toEqual(all);
    }
  );

  it('a copy of a copy names the first original', async () => {
    notebook = await SeenNotebook.open(THREE.slice(0, 1));
    notebook.select(0);
    NotebookActions.duplicate(notebook.panel.content);
    NotebookActions.duplicate(notebook.panel.content);
    const originals = notebook.records.map(record => record?.copied_from);
    expect(originals).toEqual([undefined, entryId(1), entryId(1)]);
    expect(new Set(notebook.ids).size).toBe(3);
  });

  it('what is cut and pasted keeps its id, also in another place', async () => {
    notebook = await SeenNotebook.open(THREE);
    notebook.select(1);
    NotebookActions.cut(notebook.panel.content);
    expect(notebook.ids).toEqual([entryId(1), entryId(3)]);
    notebook.select(0);
    NotebookActions.paste(notebook.panel.content, 'above');
    expect(notebook.ids).toEqual([entryId(2), entryId(1), entryId(3)]);
    notebook.select(2);
    NotebookActions.paste(notebook.panel.content, 'below');
    expect(notebook.records[3]).toMatchObject({ copied_from: entryId(2) });
  });

  describe('beside another one', () => {
    let other: SeenNotebook;

    beforeEach(async () => {
      notebook = await SeenNotebook.open(THREE);
      other = await SeenNotebook.open([codeCell('y')]);
    });

    afterEach(() => {
      other.dispose();
    });

    it('a copy is another entry with whole facts there', () => {
      notebook.select(1);
      NotebookActions.copy(notebook.panel.content);
      NotebookActions.paste(other.panel.content);
      const pasted = other.records[1];
      expect(pasted).toMatchObject({ copied_from: entryId(2), snapshot: { git: { commit: 'bbbbbbb' } } });
      expect(pasted?.id).not.toBe(entryId(2));
      expect(other.sources[1]).toBe('### Step 1 · b');
    });

    it('what is cut and pasted stays the same entry', () => {
      notebook.select(0);
      NotebookActions.cut(notebook.panel.content);
      NotebookActions.paste(other.panel.content);
      expect(other.records[1]).toEqual(THREE[0]?.metadata.journal);
      notebook.select(0);
      other.select(1);
      NotebookActions.cut(other.panel.content);
      NotebookActions.paste(notebook.panel.content, 'above');
      expect(notebook.ids).toEqual([entryId(1), entryId(2), entryId(3)]);
    });
  });
});
