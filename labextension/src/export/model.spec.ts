import type { Export, ExportRequest } from '../_schema';
import { JournalAPIError } from '../api';
import { ExportJob, type ExportsAPI } from './model';

const REQUEST: ExportRequest = { path: 'digits.ipynb', format: 'html' };

function state(stage: Export['stage'], fraction = 0): Export {
  const result = stage === 'done' ? { path: 'digits.html', bytes: 10 } : null;
  return {
    id: 'x1',
    path: 'digits.ipynb',
    format: 'html',
    stage,
    fraction,
    warnings: [],
    result,
    error: null
  };
}

const unreachable = new JournalAPIError({ code: 'network', message: 'No answer', hint: '' }, 0);
const forgotten = new JournalAPIError({ code: 'not_found', message: 'No such export', hint: '' }, 404);

/** A server that gives prepared answers, the last one for ever, and notes when it was asked. */
class PreparedServer implements ExportsAPI {
  constructor(private readonly answers: (Export | Error)[]) {}

  readonly askedAt: number[] = [];
  cancelled: string[] = [];

  startExport(): Promise<Export> {
    return Promise.resolve(state('queued'));
  }

  getExport(): Promise<Export> {
    this.askedAt.push(Date.now());
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as Export);
  }

  cancelExport(id: string): Promise<void> {
    this.cancelled.push(id);
    this.answers.splice(0, this.answers.length, state('cancelled'));
    return Promise.resolve();
  }
}

describe('ExportJob', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('reports every state until the export is done', async () => {
    const server = new PreparedServer([state('reading', 0.1), state('rendering', 0.5), state('done', 1)]);
    const job = await ExportJob.start(server, REQUEST);
    const states: string[] = [];
    job.changed.connect((_, { stage, fraction }) => states.push(`${stage} ${fraction}`));
    const finished = job.finished;
    await jest.runAllTimersAsync();
    expect((await finished).result?.path).toBe('digits.html');
    expect(states).toEqual(['reading 0.1', 'rendering 0.5', 'done 1']);
  });

  it('asks soon at first and then at most once a second', async () => {
    const server = new PreparedServer([state('rendering', 0.5)]);
    const started = Date.now();
    const job = await ExportJob.start(server, REQUEST);
    await jest.advanceTimersByTimeAsync(10_000);
    const pauses = server.askedAt.map((at, i) => at - (server.askedAt[i - 1] ?? started));
    expect(pauses[0]).toBe(150);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses.at(-1)).toBe(1000);
    job.dispose();
  });

  it('outlives a short loss of the network', async () => {
    const server = new PreparedServer([unreachable, unreachable, state('done', 1)]);
    const job = await ExportJob.start(server, REQUEST);
    const finished = job.finished;
    await jest.runAllTimersAsync();
    expect((await finished).stage).toBe('done');
  });

  it('gives up when the server stays away', async () => {
    const server = new PreparedServer([unreachable]);
    const job = await ExportJob.start(server, REQUEST);
    const finished = expect(job.finished).rejects.toBe(unreachable);
    await jest.runAllTimersAsync();
    await finished;
    expect(server.askedAt).toHaveLength(5);
  });

  it('gives up at once when the server no longer knows the export', async () => {
    const job = await ExportJob.start(new PreparedServer([forgotten]), REQUEST);
    const finished = expect(job.finished).rejects.toBe(forgotten);
    await jest.runAllTimersAsync();
    await finished;
  });

  it('cancels at once, without waiting for its next question', async () => {
    const server = new PreparedServer([state('rendering', 0.5)]);
    const job = await ExportJob.start(server, REQUEST);
    await jest.advanceTimersByTimeAsync(5_000);
    const before = Date.now();
    await job.cancel();
    expect((await job.finished).stage).toBe('cancelled');
    expect(server.cancelled).toEqual(['x1']);
    expect(Date.now()).toBe(before);
  });

  it('reports the export as done when the cancellation came too late', async () => {
    const server = new PreparedServer([state('writing', 0.9)]);
    server.cancelExport = () => Promise.reject(forgotten);
    const job = await ExportJob.start(server, REQUEST);
    server.getExport = () => Promise.resolve(state('done', 1));
    await job.cancel();
    expect((await job.finished).stage).toBe('done');
  });

  it('counts an export that the server forgot after a cancellation as cancelled', async () => {
    const server = new PreparedServer([state('rendering', 0.5)]);
    const job = await ExportJob.start(server, REQUEST);
    server.getExport = () => Promise.reject(forgotten);
    await job.cancel();
    expect((await job.finished).stage).toBe('cancelled');
  });

  it('asks no more once it is disposed', async () => {
    const server = new PreparedServer([state('rendering', 0.5)]);
    const job = await ExportJob.start(server, REQUEST);
    job.dispose();
    await jest.runAllTimersAsync();
    expect(server.askedAt).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
