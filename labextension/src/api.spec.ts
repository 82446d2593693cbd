import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import type { Locale } from './_schema';
import { JournalAPI, JournalAPIError } from './api';
import { explainFailure } from './notifications';

/** A client whose server answers this to everything, and what it was asked. */
function clientOf(
  answer: () => Response,
  locale: Locale = 'en',
  init: RequestInit = {}
): { api: JournalAPI; asked: Request[] } {
  const asked: Request[] = [];
  const fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    asked.push(new Request(input, init));
    return Promise.resolve().then(answer);
  };
  const settings = ServerConnection.makeSettings({ baseUrl: 'http://localhost:8888/hub/', fetch, init });
  return { api: new JournalAPI(settings, locale), asked };
}

async function failureOf(request: Promise<unknown>): Promise<JournalAPIError> {
  const error = await request.then(
    () => null,
    (reason: unknown) => reason
  );
  expect(error).toBeInstanceOf(JournalAPIError);
  return error as JournalAPIError;
}

const trans = nullTranslator.load('jupyterlab_journal');

describe('the client of the server', () => {
  it('asks below the base URL, with path and kernel id encoded once', async () => {
    const { api, asked } = clientOf(() => new Response('{"version": 1}'));
    await expect(api.snapshot('a/../b', 'dir/ü 1.ipynb')).resolves.toEqual({ version: 1 });
    expect(asked[0]?.url.split('&')[0]).toContain(
      'http://localhost:8888/hub/jupyterlab-journal/api/kernels/a%2F..%2Fb/snapshot?path=dir%2F%C3%BC%201.ipynb'
    );
  });

  it('sends a body as JSON', async () => {
    const { api, asked } = clientOf(() => new Response('{"cell": {}, "warnings": []}', { status: 201 }));
    await api.composeEntry({ kind: 'note', path: 'a.ipynb' });
    expect(asked[0]?.method).toBe('POST');
    expect(await asked[0]?.json()).toEqual({ kind: 'note', path: 'a.ipynb' });
  });

  it('asks for its messages in the language of the lab, whatever the browser prefers', async () => {
    const { api, asked } = clientOf(() => new Response('{"templates": []}'), 'zh-CN', {
      headers: { 'X-Other': 'kept' }
    });
    await api.templates();
    expect(asked[0]?.headers.get('Accept-Language')).toBe('zh-CN');
    expect(asked[0]?.headers.get('X-Other')).toBe('kept');
  });

  it('puts no space between Chinese sentences', async () => {
    const body = { code: 'export_exists', message: '“a.html”已存在。', hint: '请以覆盖方式重新导出。' };
    const { api } = clientOf(() => new Response(JSON.stringify(body), { status: 409 }), 'zh-CN');
    const error = await failureOf(api.startExport({ path: 'a.ipynb', format: 'html' }));
    expect(explainFailure('a.ipynb 未能导出。', error, trans)).toBe(
      'a.ipynb 未能导出。“a.html”已存在。请以覆盖方式重新导出。'
    );
  });

  it('takes an empty answer for a cancellation', async () => {
    const { api } = clientOf(() => new Response(null, { status: 204 }));
    await expect(api.cancelExport('x')).resolves.toBeUndefined();
  });

  it('turns an error of the server into code, message and hint', async () => {
    const body = { code: 'kernel_unavailable', message: 'The kernel is dead', hint: 'Restart it.' };
    const { api } = clientOf(() => new Response(JSON.stringify(body), { status: 503 }));
    const error = await failureOf(api.snapshot('k'));
    expect(error).toMatchObject({ ...body, status: 503 });
    expect(explainFailure('No facts.', error, trans)).toBe('No facts. The kernel is dead. Restart it.');
  });

  it.each(['<html>Bad gateway</html>', '[]', 'null', '{"message": 7}'])(
    'keeps the status of an answer that is not its own: %s',
    async text => {
      const { api } = clientOf(() => new Response(text, { status: 502, statusText: 'Bad Gateway' }));
      const error = await failureOf(api.snapshot('k'));
      expect(error).toMatchObject({ code: 'http_502', message: 'Bad Gateway', hint: '', status: 502 });
      expect(explainFailure('No facts.', error, trans)).toContain('log of the Jupyter server');
    }
  );

  it('says what to do when the server cannot be reached', async () => {
    const { api } = clientOf(() => {
      throw new TypeError('fetch failed');
    });
    const error = await failureOf(api.snapshot('k'));
    expect(error).toMatchObject({ code: 'network', status: 0 });
    expect(explainFailure('No facts.', error, trans)).toContain('Check that the Jupyter server is running');
  });

  it('says the same when the connection is lost while the answer comes', async () => {
    const text = (): Promise<string> => Promise.reject(new TypeError('terminated'));
    const { api } = clientOf(() => Object.assign(new Response('{}'), { text }));
    const error = await failureOf(api.snapshot('k'));
    expect(error).toMatchObject({ code: 'network', status: 0 });
  });

  it('says what to do when a part of the extension does not load', () => {
    const error = Object.assign(new Error('Loading chunk 7 failed.'), { name: 'ChunkLoadError' });
    expect(explainFailure('No export.', error, trans)).toMatch(
      /^No export. Check that .* load the page again/
    );
  });

  it('takes a page in place of an answer for no answer', async () => {
    const { api } = clientOf(() => new Response('<html>Log in</html>', { status: 200 }));
    const error = await failureOf(api.snapshot('k'));
    expect(error).toMatchObject({ code: 'bad_answer', status: 200 });
    expect(explainFailure('No facts.', error, trans)).toBe(
      'No facts. The answer did not come from the journal. Load the page again and log in when asked; a proxy may have answered instead.'
    );
  });

  it('explains how to find a server part that is not there', async () => {
    const { api } = clientOf(() => new Response('{"message": ""}', { status: 404, statusText: 'Not Found' }));
    const error = await failureOf(api.snapshot('k'));
    expect(explainFailure('No facts.', error, trans)).toContain('jupyter server extension list');
  });
});
