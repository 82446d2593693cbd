import type { CodeCell, ICodeCellModel } from '@jupyterlab/cells';
import type { IOutput } from '@jupyterlab/nbformat';
import { NotebookActions, runCell, setCellExecutor, type NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { codeCell, makePanel } from '../testing';
import type { IJournal } from '../tokens';
import { EarlierRuns } from './earlierRuns';

const stream = (text: string): IOutput => ({ output_type: 'stream', name: 'stdout', text });

describe('what cells showed before they were run again', () => {
  let panel: NotebookPanel;
  let runs: EarlierRuns;
  let cell: CodeCell;
  let model: ICodeCellModel;

  /** The lab schedules a run of the cell as it stands. */
  const schedule = (): void => {
    const scheduled = NotebookActions.executionScheduled as Signal<unknown, object>;
    scheduled.emit({ notebook: panel.content, cell });
  };

  /** The lab shows what a run brought about. */
  const end = (executionCount: number, ...outputs: IOutput[]): void => {
    model.outputs.fromJSON(outputs);
    model.executionCount = executionCount;
  };

  const edit = (source: string): void => {
    model.sharedModel.setSource(source);
  };

  beforeAll(() => {
    setCellExecutor({ runCell });
  });

  beforeEach(async () => {
    const old = codeCell('train(1)', 7, [stream('of another day')]);
    panel = await makePanel([codeCell('train(0.1)'), old], true);
    const journal = { current: { panel } } as unknown as IJournal;
    runs = new EarlierRuns({ current: journal.current, currentChanged: new Signal(journal) });
    cell = panel.content.widgets[0] as CodeCell;
    model = cell.model;
  });

  afterEach(() => {
    runs.dispose();
    panel.context.dispose();
    panel.dispose();
  });

  it('is kept with the number and the code of the run', () => {
    schedule();
    end(1, stream('loss=0.5\n'));
    edit('train(0.01)');
    schedule();
    end(2, stream('loss=0.1\n'));
    expect(runs.of(model)).toEqual([
      { execution_count: 1, source: 'train(0.1)', outputs: [stream('loss=0.5\n')] }
    ]);
  });

  it('begins with what the file brought along', () => {
    cell = panel.content.widgets[1] as CodeCell;
    schedule();
    expect(runs.of(cell.model)).toEqual([
      { execution_count: 7, source: 'train(1)', outputs: [stream('of another day')] }
    ]);
  });

  it('is kept of runs that another person or a server begins, of cells that came later too', () => {
    const shared = panel.model?.sharedModel.insertCell(0, { cell_type: 'code', source: 'train(0.1)' });
    const added = panel.content.widgets[0]?.model as ICodeCellModel;
    const begin = (): void => {
      added.outputs.clear();
      added.executionState = 'running';
    };
    begin();
    added.outputs.fromJSON([stream('loss=0.5\n')]);
    added.executionState = 'idle';
    added.executionCount = 1;
    shared?.setSource('train(0.01)');
    expect(runs.of(added)).toEqual([]);
    begin();
    expect(runs.of(added)).toEqual([
      { execution_count: 1, source: 'train(0.1)', outputs: [stream('loss=0.5\n')] }
    ]);
  });

  it('has the code that was there when this page asked for the run', () => {
    edit('train(0.01)');
    schedule();
    edit('train(0.001)');
    model.executionState = 'running';
    end(8, stream('loss=0.1\n'));
    model.executionState = 'idle';
    schedule();
    expect(runs.of(model)[0]).toEqual({
      execution_count: 8,
      source: 'train(0.01)',
      outputs: [stream('loss=0.1\n')]
    });
  });

  it('is kept once for a number, however often the next run is asked for', () => {
    schedule();
    end(1, stream('loss=0.5\n'));
    edit('train(0.01)');
    schedule();
    model.outputs.clear();
    schedule();
    expect(runs.of(model)).toEqual([
      { execution_count: 1, source: 'train(0.1)', outputs: [stream('loss=0.5\n')] }
    ]);
  });

  it('holds texts, values and what was logged, and no picture', () => {
    const logged = { 'application/vnd.jupyterlab-journal.metrics.v1+json': { version: 1 } };
    schedule();
    end(
      1,
      { output_type: 'display_data', data: { 'image/png': 'x', ...logged }, metadata: {} },
      { output_type: 'display_data', data: { 'image/png': 'x' }, metadata: {} },
      { output_type: 'execute_result', data: { 'text/plain': '0.9' }, metadata: {}, execution_count: 1 }
    );
    schedule();
    expect(runs.of(model)[0]?.outputs).toEqual([
      { output_type: 'display_data', data: logged, metadata: {} },
      { output_type: 'execute_result', data: { 'text/plain': '0.9' }, metadata: {}, execution_count: 1 }
    ]);
  });

  it('is the end of long texts, and the last few runs', () => {
    schedule();
    for (let count = 1; count <= 8; count++) {
      end(count, stream(`${'x'.repeat(20_000)}\n${'line\n'.repeat(1000)}`));
      schedule();
    }
    const kept = runs.of(model);
    expect(kept.map(run => run.execution_count)).toEqual([4, 5, 6, 7, 8]);
    expect(kept[0]?.outputs).toEqual([stream('line\n'.repeat(1000))]);
  });

  it('is taken before the lab clears it for the next run', async () => {
    await panel.sessionContext.initialize();
    await NotebookActions.run(panel.content, panel.sessionContext);
    end(1, stream('loss=0.5\n'));
    edit('train(0.01)');
    await NotebookActions.run(panel.content, panel.sessionContext);
    expect(model.outputs.length).toBe(0);
    expect(runs.of(model)).toEqual([
      { execution_count: 1, source: 'train(0.1)', outputs: [stream('loss=0.5\n')] }
    ]);
  });

  it('is no more noted after it was disposed of', () => {
    schedule();
    end(1, stream('loss=0.5\n'));
    runs.dispose();
    schedule();
    expect(runs.of(model)).toEqual([]);
  });
});
