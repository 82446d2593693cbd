import type { TranslationBundle } from '@jupyterlab/translation';
import { isWritable, notOpen } from '../notebook';
import type { IJournal, INotebookJournal } from '../tokens';
import type { IInsertArguments } from './arguments';

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
