import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONObject } from '@lumino/coreutils';
import type { IJournal, INotebookJournal } from './tokens';

/** JSON schema of the argument `notebook` of a command. */
export function notebookSchema(trans: TranslationBundle): JSONObject {
  return {
    type: 'string',
    description: trans.__('Path of an open notebook, relative to the root; the one in front when absent')
  };
}

/** The error of a command that names a notebook that is not open. */
export function notOpen(path: string, trans: TranslationBundle): Error {
  return new Error(trans.__('The notebook %1 is not open in this page.', path));
}

/** Whether entries can be inserted into a notebook: it is not read-only. */
export function isWritable({ panel }: INotebookJournal): boolean {
  return panel.model !== null && !panel.model.readOnly;
}

/** The journal that an entry can go into; null when no notebook is open or it is read-only. */
export function writableJournal({ current }: Pick<IJournal, 'current'>): INotebookJournal | null {
  return current !== null && isWritable(current) ? current : null;
}

/** Whether a cell is a code cell. */
export function isCode(cell: ICellModel): cell is ICodeCellModel {
  return cell.type === 'code';
}

/** Whether the outputs of a cell hold an error. */
export function hasError({ outputs }: ICodeCellModel): boolean {
  for (let index = 0; index < outputs.length; index++) {
    if (outputs.get(index).type === 'error') {
      return true;
    }
  }
  return false;
}

/** A text that a command was given. */
export function readText(name: string, value: unknown, trans: TranslationBundle): string {
  if (typeof value !== 'string' || value === '') {
    throw new Error(trans.__('%1: expected a text that is not empty.', name));
  }
  return value;
}
