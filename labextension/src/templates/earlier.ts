import { CodeCell, type Cell, type ICodeCellModel } from '@jupyterlab/cells';
import type { IExecuteResult, IOutput, IStream, MultilineString } from '@jupyterlab/nbformat';
import { NotebookActions, type Notebook } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

/** How much of the text of one output is kept, in characters; the end says how a run went. */
const TEXT_LIMIT = 16_000;

/** How many outputs of one run are kept, the last ones. */
const OUTPUT_LIMIT = 20;

/** How many runs of one cell are kept. */
const RUN_LIMIT = 5;

/** What the journal's `log` shows; the numbers in it are exact. */
const LOGGED = 'application/vnd.jupyterlab-journal.metrics.v1+json';

/** One run of a cell that has been run again since. */
export interface IEarlierRun {
  execution_count: number;
  /** The code that ran. */
  source: string;
  /** What it showed, as far as it can hold numbers: no pictures, no widgets. */
  outputs: IOutput[];
}

/**
 * What cells showed before they were run again. The notebook keeps the last outputs only, and a step
 * tells the metrics before and after. Nothing is written anywhere; it is gone with the page.
 */
export class EarlierRuns implements IDisposable {
  constructor() {
    NotebookActions.executionScheduled.connect(this.onScheduled, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.disconnectReceiver(this);
  }

  /** The earlier runs of a cell, the oldest first. */
  of(cell: ICodeCellModel): readonly IEarlierRun[] {
    return this.runs.get(cell)?.ended ?? [];
  }

  private onScheduled(_sender: unknown, { cell }: { notebook: Notebook; cell: Cell }): void {
    if (!(cell instanceof CodeCell)) {
      return;
    }
    const { model } = cell;
    const known = this.runs.get(model);
    const { executionCount } = model;
    // A cell that is run again before it ended has no number, or where a server runs it, that of the run
    // before: from then on, numbers and code may not fit.
    const hasEnded = executionCount !== null && model.executionState !== 'running';
    const ended = hasEnded ? (known?.ended ?? []) : [];
    if (hasEnded && known !== undefined && ended.at(-1)?.execution_count !== executionCount) {
      const run = { execution_count: executionCount, source: known.running, outputs: numbersIn(model) };
      ended.push(run);
    }
    this.runs.set(model, { ended: ended.slice(-RUN_LIMIT), running: model.sharedModel.getSource() });
  }

  private readonly runs = new WeakMap<ICodeCellModel, { ended: IEarlierRun[]; running: string }>();
  private _isDisposed = false;
}

function numbersIn(cell: ICodeCellModel): IOutput[] {
  const { outputs } = cell;
  const kept: IOutput[] = [];
  for (let index = Math.max(0, outputs.length - OUTPUT_LIMIT); index < outputs.length; index++) {
    const output = outputs.get(index).toJSON();
    const shortened = isStream(output) ? shortStream(output) : shortData(output);
    if (shortened !== null) {
      kept.push(shortened);
    }
  }
  return kept;
}

function isStream(output: IOutput): output is IStream {
  return output.output_type === 'stream';
}

function shortStream(output: IStream): IStream {
  const text = joined(output.text);
  const end = text.slice(-TEXT_LIMIT);
  return { ...output, text: end === text ? text : end.slice(end.indexOf('\n') + 1) };
}

/** The text of a value or of something displayed, and what was logged; null when there is neither. */
function shortData(output: IOutput): IOutput | null {
  const { data } = output as Partial<IExecuteResult>;
  if (data === undefined) {
    return null;
  }
  const kept = Object.entries(data).filter(
    ([mime, value]) =>
      mime === LOGGED || (mime === 'text/plain' && joined(value as MultilineString).length <= TEXT_LIMIT)
  );
  return kept.length === 0 ? null : { ...output, data: Object.fromEntries(kept), metadata: {} };
}

function joined(text: MultilineString): string {
  return typeof text === 'string' ? text : text.join('');
}
