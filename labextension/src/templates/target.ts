import type { TranslationBundle } from '@jupyterlab/translation';
import { notOpen } from '../notebook';
import type { IJournal, INotebookJournal } from '../tokens';
import type { IInsertArguments } from './wanted';

/** The journal that an entry can go into; null when no notebook is open or it is read-only. */
export function writableJournal(journal: IJournal): INotebookJournal | null {
  const { current } = journal;
  return current !== null && isWritable(current) ? current : null;
}

function isWritable({ panel }: INotebookJournal): boolean {
  return panel.model !== null && !panel.model.readOnly;
}

/**
 * The notebook that a command is to work on.
 *
 * @throws Error - when the entry cannot go there, saying why
 */
export async function findTarget(
  journal: IJournal,
  { notebook, cell }: IInsertArguments,
  trans: TranslationBundle
): Promise<INotebookJournal> {
  const found = notebook === undefined ? journal.current : await journal.find(notebook);
  if (found === null) {
    throw notebook === undefined ? new Error(trans.__('No notebook is open.')) : notOpen(notebook, trans);
  }
  const name = found.panel.context.localPath;
  if (!isWritable(found)) {
    throw new Error(trans.__('The notebook %1 is read-only.', name));
  }
  const cells = [...(found.panel.model?.cells ?? [])];
  if (cell !== undefined && !cells.some(({ id }) => id === cell)) {
    throw new Error(trans.__('The notebook %1 has no cell %2.', name, cell));
  }
  return found;
}
