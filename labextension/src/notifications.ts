import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { BAD_ANSWER, JournalAPIError } from './api';

/** JupyterLab cuts the message of a notification here, in characters. */
const NOTIFICATION_LIMIT = 140;

/** Name of the error when a part of the extension that is loaded on demand does not come. */
const NOT_LOADED = 'ChunkLoadError';

/** What a person can do about an error for which the server gave no advice. */
function advice(error: JournalAPIError, trans: TranslationBundle): string {
  switch (true) {
    case error.hint !== '':
      return error.hint;
    case error.code === 'network':
      return trans.__('Check that the Jupyter server is running, then try again.');
    case error.code === BAD_ANSWER:
      return trans.__('Load the page again and log in when asked; a proxy may have answered instead.');
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

/** The server's message, as a sentence; empty when it sent no more than a status. */
function statement(error: JournalAPIError, trans: TranslationBundle): string {
  if (error.code === 'network') {
    return trans.__('The server did not answer.');
  }
  if (error.code === BAD_ANSWER) {
    return trans.__('The answer did not come from the journal.');
  }
  if (error.code === `http_${error.status}`) {
    return '';
  }
  return /[.!?。！？]$/.test(error.message) ? error.message : `${error.message}.`;
}

/** What failed and what to do, as one text for a person. */
export function explainFailure(what: string, error: unknown, trans: TranslationBundle): string {
  if (error instanceof JournalAPIError) {
    return join(what, statement(error, trans), advice(error, trans));
  }
  if (error instanceof Error && error.name === NOT_LOADED) {
    // The server does not answer, or was upgraded while this page was open.
    return join(
      what,
      trans.__(
        'Check that the Jupyter server is running and try again; if that does not help, load the page again.'
      )
    );
  }
  return join(what, error instanceof Error ? error.message : String(error));
}

/** The error that a program gets when what it asked for failed. */
export function explainedError(what: string, error: unknown, trans: TranslationBundle): Error {
  return new Error(explainFailure(what, error, trans), { cause: error });
}

/** The sentences that are there, as one text; a full-width stop has its space in itself. */
function join(...sentences: string[]): string {
  return sentences
    .filter(sentence => sentence !== '')
    .reduce((text, next) => (text === '' || /[。！？]$/.test(text) ? text + next : `${text} ${next}`), '');
}

/** What fits into a notification: everything, else what failed and what to do. */
function shorten(what: string, error: unknown, trans: TranslationBundle): string {
  const full = explainFailure(what, error, trans);
  if (full.length <= NOTIFICATION_LIMIT || !(error instanceof JournalAPIError)) {
    return full;
  }
  return join(what, advice(error, trans));
}

/**
 * Show the user that something failed, and what to do about it.
 *
 * @param what - a whole sentence, such as "The debug step could not be inserted."
 * @returns the id of the notification
 */
export function notifyFailure(what: string, error: unknown, trans: TranslationBundle): string {
  console.error(error);
  const full = explainFailure(what, error, trans);
  const showAll = {
    label: trans.__('Details'),
    caption: trans.__('Show the whole message'),
    callback: () => {
      void showDialog({ title: what, body: full, buttons: [Dialog.okButton({ label: trans.__('Close') })] });
    }
  };
  return Notification.error(shorten(what, error, trans), {
    autoClose: false,
    actions: full.length > NOTIFICATION_LIMIT ? [showAll] : []
  });
}

/** How long a warning stays, in milliseconds. */
const WARNING_MS = 8000;

/** Notifications about one matter; they go when it is settled. */
export class Notices {
  constructor(private readonly trans: TranslationBundle) {}

  /** Show something that the user should know. */
  warn(message: string): void {
    this.shown.push(Notification.warning(message, { autoClose: WARNING_MS }));
  }

  /** Show the user that something failed, as {@link notifyFailure} does. */
  fail(what: string, error: unknown): void {
    this.shown.push(notifyFailure(what, error, this.trans));
  }

  /** Take away what was shown. */
  settle(): void {
    for (const id of this.shown.splice(0)) {
      Notification.dismiss(id);
    }
  }

  private readonly shown: string[] = [];
}
