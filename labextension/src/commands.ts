/** Ids of the commands of the journal; those that insert one kind of entry stand in its row (`_kinds.ts`). */
export const CommandIDs = {
  insertEntry: 'journal:insert-entry',
  openPanel: 'journal:open-panel',
  export: 'journal:export',
  review: 'journal:review'
} as const;

/** Domain of every translated string of this package. */
export const TRANSLATION_DOMAIN = 'jupyterlab_journal';
