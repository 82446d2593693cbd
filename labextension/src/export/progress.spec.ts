import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import type { Export } from '../_schema';
import { ExportJob } from './model';
import { ExportProgress } from './progress';

const trans = nullTranslator.load('jupyterlab_journal');

const running: Export = {
  id: 'x1',
  path: 'digits.ipynb',
  format: 'html',
  stage: 'rendering',
  fraction: 0.5,
  warnings: [],
  result: null,
  error: null
};

const shown = (): string[] => Notification.manager.notifications.map(({ message }) => message);

describe('ExportProgress', () => {
  let job: ExportJob;
  let cancelled: string[];

  beforeEach(async () => {
    jest.useFakeTimers();
    cancelled = [];
    const api = {
      startExport: () => Promise.resolve(running),
      getExport: () => Promise.resolve(running),
      cancelExport: (id: string) => Promise.resolve(void cancelled.push(id))
    };
    job = await ExportJob.start(api, { path: 'digits.ipynb', format: 'html' });
  });

  afterEach(() => {
    job.dispose();
    Notification.dismiss();
    jest.useRealTimers();
  });

  it('shows nothing of an export that is over at once', async () => {
    const progress = new ExportProgress(job, 'digits.ipynb', trans);
    await jest.advanceTimersByTimeAsync(300);
    await progress.end();
    await jest.advanceTimersByTimeAsync(5000);
    expect(shown()).toEqual([]);
  });

  it('shows how far a longer export is, and offers to cancel it', async () => {
    const progress = new ExportProgress(job, 'digits.ipynb', trans);
    await jest.advanceTimersByTimeAsync(2000);
    expect(shown()).toEqual(['Exporting digits.ipynb: rendering…']);
    const [notification] = Notification.manager.notifications;
    expect(notification?.options.progress).toBe(0.5);
    notification?.options.actions?.[0]?.callback(new MouseEvent('click'));
    expect(cancelled).toEqual(['x1']);
    await progress.end();
    expect(shown()).toEqual([]);
  });

  it('keeps a notification long enough for JupyterLab to have drawn it', async () => {
    const progress = new ExportProgress(job, 'digits.ipynb', trans);
    await jest.advanceTimersByTimeAsync(500);
    const ended = progress.end();
    await jest.advanceTimersByTimeAsync(800);
    expect(shown()).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(200);
    await ended;
    expect(shown()).toEqual([]);
  });
});
