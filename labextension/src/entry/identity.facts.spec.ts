import { NotebookActions } from '@jupyterlab/notebook';
import { codeCell, entryId } from '../testing';
import { NotebookJournal } from './journal';
import { FACTS, HEADINGS, SeenNotebook, THREE } from './testing';

describe('the facts of an entry that is taken away', () => {
  let notebook: SeenNotebook;

  afterEach(() => {
    notebook.dispose();
  });

  it('a deleted entry leaves its facts to the next one in time, and undo gives all back', async () => {
    notebook = await SeenNotebook.open([...THREE, codeCell('x')]);
    const before = notebook.records;
    notebook.select(0);
    NotebookActions.deleteCells(notebook.panel.content);
    const [second, third] = notebook.records;
    expect(second?.snapshot).toEqual({
      ...FACTS,
      captured_at: second?.created,
      git: { commit: 'bbbbbbb', dirty: false },
      host: { name: 'alpha' }
    });
    expect(third?.snapshot).toEqual({
      same_as: entryId(2),
      drift: [{ name: 'git.commit', before: 'bbbbbbb', after: 'aaaaaaa' }]
    });
    notebook.undo();
    expect(notebook.records).toEqual(before);
    notebook.redo();
    expect(notebook.records[0]).toEqual(second);
  });

  it('undo gives all back also on a page that is slow', async () => {
    notebook = await SeenNotebook.open(THREE);
    const before = notebook.records;
    const now = jest.spyOn(Date, 'now');
    let time = Date.now();
    now.mockImplementation(() => (time += 10_000));
    notebook.select(0);
    NotebookActions.deleteCells(notebook.panel.content);
    expect(notebook.records[0]?.snapshot).not.toHaveProperty('same_as');
    notebook.undo();
    now.mockRestore();
    expect(notebook.records).toEqual(before);
  });

  it('the time within which changes are one undo step is the same afterwards', async () => {
    notebook = await SeenNotebook.open([...THREE, codeCell('x')]);
    const { shared } = notebook;
    const { captureTimeout } = shared.undoManager;
    notebook.select(0);
    NotebookActions.deleteCells(notebook.panel.content);
    expect(shared.undoManager.captureTimeout).toBe(captureTimeout);
  });

  it('an entry turned into code leaves its facts to another entry; turned back it is an entry again', async () => {
    notebook = await SeenNotebook.open(THREE);
    const journal = new NotebookJournal(notebook.panel, HEADINGS);
    notebook.select(0);
    NotebookActions.changeCellType(notebook.panel.content, 'code');
    expect(notebook.records[1]?.snapshot).toHaveProperty('host');
    expect(notebook.records[0]).toMatchObject({ id: entryId(1) });
    NotebookActions.changeCellType(notebook.panel.content, 'raw');
    NotebookActions.changeCellType(notebook.panel.content, 'markdown');
    expect(notebook.ids).toEqual([entryId(1), entryId(2), entryId(3)]);
    expect(notebook.records[0]?.snapshot).toEqual(FACTS);
    journal.dispose();
  });
});
