import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type {
  ComposedEntry,
  EntryRequest,
  ErrorBody,
  Export,
  ExportRequest,
  Formats,
  Locale,
  Review,
  ReviewRequest,
  Snapshot,
  Status,
  Templates
} from './_schema';

/** Code of an answer that should be JSON and is not. */
export const BAD_ANSWER = 'bad_answer';

/** A request that failed: what, and what to do about it. */
export class JournalAPIError extends Error {
  /**
   * @param body - the server's answer, or what stands for it
   * @param status - HTTP status; 0 when no answer came
   */
  constructor(body: ErrorBody, status: number) {
    super(body.message);
    this.name = 'JournalAPIError';
    this.code = body.code;
    this.hint = body.hint;
    this.status = status;
  }

  readonly code: string;
  readonly hint: string;
  readonly status: number;
}

/** The server side of the journal. Every method rejects with a {@link JournalAPIError}. */
export class JournalAPI {
  /**
   * @param locale - language in which failures are explained
   */
  constructor(
    private readonly settings: ServerConnection.ISettings,
    private readonly locale: Locale
  ) {}

  /**
   * Facts of a running kernel.
   *
   * @param path - the notebook whose git repository is meant
   * @param locale - language of the findings; English when absent
   */
  snapshot(kernelId: string, path?: string, locale?: Locale): Promise<Snapshot> {
    const options = { ...(path === undefined ? {} : { path }), ...(locale === undefined ? {} : { locale }) };
    const query = Object.keys(options).length === 0 ? '' : URLExt.objectToQueryString(options);
    return this.request<Snapshot>('GET', `kernels/${encodeURIComponent(kernelId)}/snapshot${query}`);
  }

  /** Compose an entry; nothing is written. */
  composeEntry(request: EntryRequest): Promise<ComposedEntry> {
    return this.request<ComposedEntry>('POST', 'entries', request);
  }

  /** The version of the server part, and whether secrets are taken out of what is written. */
  status(): Promise<Status> {
    return this.request<Status>('GET', 'status');
  }

  /** The templates of every language. */
  templates(): Promise<Templates> {
    return this.request<Templates>('GET', 'templates');
  }

  /** The formats that a notebook can be exported to, with words in this language; the default first. */
  formats(locale: Locale): Promise<Formats> {
    return this.request<Formats>('GET', `formats${URLExt.objectToQueryString({ locale })}`);
  }

  /** Start the export of a saved notebook. */
  startExport(request: ExportRequest): Promise<Export> {
    return this.request<Export>('POST', 'exports', request);
  }

  /** How far an export is. */
  getExport(id: string): Promise<Export> {
    return this.request<Export>('GET', `exports/${encodeURIComponent(id)}`);
  }

  /** Cancel an export; nothing half-written remains. */
  async cancelExport(id: string): Promise<void> {
    await this.request<null>('DELETE', `exports/${encodeURIComponent(id)}`);
  }

  /** What changed between two states of a notebook. */
  review(request: ReviewRequest): Promise<Review> {
    return this.request<Review>('POST', 'reviews', request);
  }

  private async request<T>(method: string, route: string, body?: unknown): Promise<T> {
    // The route carries its own encoding, so it is not joined by URLExt, which would encode again.
    const base = URLExt.join(this.settings.baseUrl, 'jupyterlab-journal', 'api');
    const headers = new Headers(this.settings.init.headers);
    // Without it, the browser would ask for its own languages.
    headers.set('Accept-Language', this.locale);
    const init: RequestInit = { method, headers };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
    }
    const response = await this.send(`${base}/${route}`, init);
    const text = await readText(response);
    if (!response.ok) {
      throw new JournalAPIError(errorBody(text, response), response.status);
    }
    return parseAnswer(text, response.status) as T;
  }

  private async send(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this.settings);
    } catch (error) {
      if (error instanceof ServerConnection.NetworkError) {
        throw new JournalAPIError({ code: 'network', message: error.message, hint: '' }, 0);
      }
      throw error;
    }
  }
}

/** The body of an answer; the connection may be lost while it comes. */
async function readText(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new JournalAPIError({ code: 'network', message, hint: '' }, 0);
  }
}

/** What the server answered; a login page or a proxy may have answered in its place. */
function parseAnswer(text: string, status: number): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new JournalAPIError({ code: BAD_ANSWER, message: error.message, hint: '' }, status);
    }
    throw error;
  }
}

/** The error in an answer; an answer that is not the journal's own still yields its status. */
function errorBody(text: string, response: Response): ErrorBody {
  const fallback = { code: `http_${response.status}`, message: response.statusText, hint: '' };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return fallback;
    }
    throw error;
  }
  if (typeof body !== 'object' || body === null) {
    return fallback;
  }
  const { code, message, hint } = body as Partial<Record<keyof ErrorBody, unknown>>;
  return {
    code: typeof code === 'string' ? code : fallback.code,
    message: typeof message === 'string' && message !== '' ? message : fallback.message,
    hint: typeof hint === 'string' ? hint : ''
  };
}
