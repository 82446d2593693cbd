import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { JournalAPIError } from './api';

/** What a person can do about an error for which the server gave no advice. */
function advice(error: JournalAPIError, trans: TranslationBundle): string {
  switch (true) {
    case error.hint !== '':
      return error.hint;
    case error.code === 'network':
      return trans.__('Check that the Jupyter server is running, then try again.');
    case error.status === 401 || error.status === 403:
      return trans.__(
        'Log in to the Jupyter server again; if that does not help, ask who runs it for access.'
      );
    case error.status === 404:
      return trans.__(
        'The server part of the journal did not answer: check that `jupyter server extension list` shows jupyterlab_journal as enabled.'
      );
    default:
      return trans.__('Try again; the log of the Jupyter server says more.');
  }
}

/** What the server said, as a sentence; nothing when it said no more than a status. */
function statement(error: JournalAPIError, trans: TranslationBundle): string {
  if (error.code === 'network') {
    return trans.__('The server did not answer.');
  }
  if (error.code === `http_${error.status}`) {
    return '';
  }
  return /[.!?。！？]$/.test(error.message) ? error.message : `${error.message}.`;
}

/** What failed and what to do, as one text for a person. */
export function explainFailure(what: string, error: unknown, trans: TranslationBundle): string {
  if (error instanceof JournalAPIError) {
    return [what, statement(error, trans), advice(error, trans)].filter(part => part !== '').join(' ');
  }
  return `${what} ${error instanceof Error ? error.message : String(error)}`;
}

/**
 * Tell the user that something failed, and what to do about it.
 *
 * @param what - a whole sentence, such as "The debug step could not be inserted."
 */
export function notifyFailure(what: string, error: unknown, trans: TranslationBundle): void {
  console.error(error);
  Notification.error(explainFailure(what, error, trans), { autoClose: false });
}
