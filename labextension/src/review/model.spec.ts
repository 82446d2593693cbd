import type { INotebookContent } from '@jupyterlab/nbformat';
import { PromiseDelegate } from '@lumino/coreutils';
import type { Review, ReviewRequest } from '../_schema';
import { ReviewModel, type ISubject } from './model';

const notebook: INotebookContent = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    {
      cell_type: 'code',
      source: '1',
      outputs: [],
      execution_count: 1,
      metadata: { trusted: true, tags: ['a'] }
    }
  ]
};

function review(label: string): Review {
  return { base: {}, diff: [], base_label: label, entries: [], cells: { added: 0, removed: 0, changed: 0 } };
}

class Subject implements ISubject {
  path = 'digits.ipynb';
  dirty = false;
  closed = false;
  toJSON(): INotebookContent | null {
    return this.closed ? null : notebook;
  }
}

/** A server whose answers the test gives when it likes. */
class WaitingServer {
  readonly requests: ReviewRequest[] = [];
  readonly answers: PromiseDelegate<Review>[] = [];

  review(request: ReviewRequest): Promise<Review> {
    this.requests.push(request);
    const answer = new PromiseDelegate<Review>();
    this.answers.push(answer);
    return answer.promise;
  }
}

describe('ReviewModel', () => {
  let subject: Subject;
  let server: WaitingServer;
  let model: ReviewModel;

  beforeEach(() => {
    subject = new Subject();
    server = new WaitingServer();
    model = new ReviewModel(subject, server, 'git:HEAD');
  });

  afterEach(() => {
    model.dispose();
  });

  it('lets the server read a notebook that is saved', () => {
    void model.refresh();
    expect(server.requests).toEqual([{ path: 'digits.ipynb', base: 'git:HEAD', content: null }]);
  });

  it('sends what is on the screen when it is not saved, without the mark of trust', () => {
    subject.dirty = true;
    void model.refresh();
    const cells = server.requests[0]?.content?.cells;
    expect(cells).toMatchObject([{ source: '1', metadata: { tags: ['a'] } }]);
    expect(JSON.stringify(cells)).not.toContain('trusted');
    expect(notebook.cells[0]?.metadata.trusted).toBe(true);
  });

  it('sends what is on the screen to be compared with the last save', () => {
    void model.compareWith('saved');
    expect(server.requests[0]?.content).not.toBeNull();
  });

  it('falls back to the file when the notebook has been closed', () => {
    subject.dirty = true;
    subject.closed = true;
    void model.refresh();
    expect(server.requests[0]?.content).toBeNull();
  });

  it('goes from loading to ready', async () => {
    const phases: string[] = [];
    model.changed.connect(() => phases.push(model.state.phase));
    const refreshed = model.refresh();
    server.answers[0]?.resolve(review('HEAD (1a2b3c4)'));
    await refreshed;
    expect(phases).toEqual(['loading', 'ready']);
  });

  it('keeps the error of a comparison that failed', async () => {
    const refreshed = model.refresh();
    server.answers[0]?.reject(new Error('not in git'));
    await refreshed;
    expect(model.state).toMatchObject({ phase: 'failed', error: { message: 'not in git' } });
  });

  it('drops an answer that a newer question has overtaken', async () => {
    const first = model.refresh();
    const second = model.compareWith('checkpoint');
    server.answers[1]?.resolve(review('checkpoint'));
    await second;
    server.answers[0]?.resolve(review('HEAD'));
    await first;
    expect(model.base).toBe('checkpoint');
    expect(model.state).toMatchObject({ review: { base_label: 'checkpoint' } });
  });

  it('says nothing more once it is disposed', async () => {
    const refreshed = model.refresh();
    let changes = 0;
    model.changed.connect(() => changes++);
    model.dispose();
    server.answers[0]?.resolve(review('HEAD'));
    await refreshed;
    expect(changes).toBe(0);
    expect(model.state.phase).toBe('loading');
  });
});
