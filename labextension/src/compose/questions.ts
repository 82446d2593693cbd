import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Kind } from '../_schema';
import { kindLabel } from '../kinds';
import type { IEntryItem, INotebookJournal } from '../tokens';
import type { Warning } from './inserted';

/** Warnings that are settled before an entry is inserted; all others are shown after it. */
const ASKED: ReadonlySet<string> = new Set(['unchanged_step', 'known_error', 'nothing_to_record']);

/** Whether a warning is settled before the entry is inserted. */
export function isAsked({ code }: Warning): boolean {
  return ASKED.has(code);
}

/** What is to be done: insert the entry, nothing, or go to an earlier one, perhaps to write there. */
export type Answer =
  | 'insert'
  | 'cancel'
  | { readonly earlier: IEntryItem; readonly write: boolean }
  /** There is an earlier entry, which is missing (so far) in this page. */
  | { readonly missing: Warning };

/** Settle what speaks against inserting an entry: ask the user, or lead to the entry that is there. */
export async function settle(
  journal: INotebookJournal,
  kind: Kind,
  warnings: readonly Warning[],
  trans: TranslationBundle
): Promise<Answer> {
  const find = (code: string): Warning | undefined => warnings.find(warning => warning.code === code);
  const known = find('known_error');
  if (known !== undefined) {
    const earlier = await findEarlier(journal, known);
    return earlier === null ? { missing: known } : { earlier, write: false };
  }
  const unchanged = find('unchanged_step');
  if (unchanged !== undefined) {
    return askWhetherToGoOn(unchanged, await findEarlier(journal, unchanged), trans);
  }
  const empty = find('nothing_to_record');
  return empty === undefined ? 'insert' : askWhetherToInsert(kind, empty, trans);
}

async function findEarlier(journal: INotebookJournal, { entry }: Warning): Promise<IEntryItem | null> {
  return entry === undefined ? null : journal.find(entry);
}

/** Nothing has changed since an earlier step: ask whether to go on writing there. */
async function askWhetherToGoOn(
  { message }: Warning,
  earlier: IEntryItem | null,
  trans: TranslationBundle
): Promise<Answer> {
  // Neither is dangerous: the step that is inserted can be undone.
  const another = Dialog.createButton({ label: trans.__('Insert Another'), accept: false });
  const goOn = Dialog.okButton({ label: trans.__('Go On in That Step') });
  const { button } = await showDialog({
    title: trans.__('Insert another debug step?'),
    body: message,
    buttons: [Dialog.cancelButton(), another, ...(earlier === null ? [] : [goOn])]
  });
  if (button === goOn && earlier !== null) {
    return { earlier, write: true };
  }
  return button === another ? 'insert' : 'cancel';
}

/** There is nothing that such an entry records: ask whether it is wanted all the same. */
async function askWhetherToInsert(
  kind: Kind,
  { message }: Warning,
  trans: TranslationBundle
): Promise<Answer> {
  const { button } = await showDialog({
    title: trans.__('Insert %1 with nothing to record?', kindLabel(kind, trans)),
    body: message,
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Insert Anyway') })],
    defaultButton: 0
  });
  return button.accept ? 'insert' : 'cancel';
}
