/** Ids of the commands of the journal. */
export const CommandIDs = {
  insertEntry: 'journal:insert-entry',
  insertDebugStep: 'journal:insert-debug-step',
  insertError: 'journal:insert-error',
  insertResult: 'journal:insert-result',
  insertFigure: 'journal:insert-figure',
  insertEnvironment: 'journal:insert-environment',
  openPanel: 'journal:open-panel',
  export: 'journal:export',
  review: 'journal:review'
} as const;

/** Domain of every translated string of this package. */
export const TRANSLATION_DOMAIN = 'jupyterlab_journal';
