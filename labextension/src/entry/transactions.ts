import type { YNotebook } from '@jupyter/ydoc';

/** What is used here of a Yjs transaction; the type itself belongs to yjs. */
export type Transaction = Parameters<Parameters<YNotebook['ydoc']['transact']>[0]>[0];

/** Whether cells were inserted, moved or removed; opening a notebook changes nothing in it. */
export function isRearrangement(shared: YNotebook, { changed }: Transaction): boolean {
  const types = new Set<unknown>(changed.keys());
  return types.has(shared.ydoc.getArray('cells')) && !types.has(shared.ymeta);
}

/** Whether it is a change made in this browser, not an undo; collaborators' browsers see to their own. */
export function isByUser(shared: YNotebook, { local, origin }: Transaction): boolean {
  return local && origin === shared;
}

/** Whether it is an undo or a redo in this browser. */
export function isUndo(shared: YNotebook, { local, origin }: Transaction): boolean {
  return local && origin === shared.undoManager;
}
