import { CodeCell, type Cell, type ICellModel, type ICodeCellModel } from '@jupyterlab/cells';
import type { IChangedArgs } from '@jupyterlab/coreutils';
import type { IExecuteResult, IOutput, IStream, MultilineString } from '@jupyterlab/nbformat';
import { NotebookActions, type Notebook } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { isCode } from '../notebook';
import type { IJournal } from '../tokens';
import { joined, lastLines } from './multiline';

/** How much of the text of one output is kept, in characters; the end says how a run went. */
const TEXT_LIMIT = 16_000;

/** How many outputs of one run are kept, the last ones. */
const OUTPUT_LIMIT = 20;

/** How many runs of one cell are kept. */
const RUN_LIMIT = 5;

/** What the journal's `log` shows; the numbers in it are exact. */
const LOGGED = 'application/vnd.jupyterlab-journal.metrics.v1+json';

/** A run of a cell that has run again. */
export interface IEarlierRun {
  execution_count: number;
  /** The code that ran. */
  source: string;
  /** What it showed, as far as it can hold numbers: no pictures, no widgets. */
  outputs: IOutput[];
}

/** What this page has seen of the runs of one cell. */
interface ICellRuns {
  /** The code of the run that is under way, or else of the last one. */
  code: string;
  /** Whether this page has asked for the run that is under way. */
  isOwn: boolean;
  /** The last run, once it has ended. */
  shown: IEarlierRun | null;
  readonly earlier: IEarlierRun[];
}

/**
 * What cells showed before they were run again, by whomever: this page, another person, or the server.
 * The notebook keeps the last outputs only, and a step compares the metrics before and after. A number and
 * a code need not fit here: the server takes what the kernel knows by both. Nothing is written anywhere;
 * it is gone with the page.
 */
export class EarlierRuns implements IDisposable {
  /** @param journal - whose notebooks are followed, each from when it comes to the front */
  constructor(private readonly journal: Pick<IJournal, 'current' | 'currentChanged'>) {
    NotebookActions.executionScheduled.connect(this.onScheduled, this);
    journal.currentChanged.connect(this.follow, this);
    this.follow();
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
    return this.runs.get(cell)?.earlier ?? [];
  }

  private follow(): void {
    const cells = this.journal.current?.panel.model?.cells;
    cells?.changed.connect(this.follow, this);
    for (const cell of cells ?? []) {
      if (isCode(cell) && !this.runs.has(cell)) {
        this.runsOf(cell);
        cell.stateChanged.connect(this.onStateChanged, this);
      }
    }
  }

  /** A cell that is seen for the first time has most likely run the code that it holds. */
  private runsOf(cell: ICodeCellModel): ICellRuns {
    let runs = this.runs.get(cell);
    if (runs === undefined) {
      runs = { code: cell.sharedModel.getSource(), isOwn: false, shown: null, earlier: [] };
      this.runs.set(cell, runs);
    }
    return runs;
  }

  /** This page runs a cell; its outputs are still there. */
  private onScheduled(_sender: unknown, { cell }: { notebook: Notebook; cell: Cell }): void {
    if (cell instanceof CodeCell) {
      const runs = this.runsOf(cell.model);
      if (cell.model.executionState !== 'running') {
        this.onEnded(cell.model, runs);
      }
      this.onBegan(cell.model, runs);
      runs.isOwn = true;
    }
  }

  private onStateChanged(cell: ICellModel, { name, newValue }: IChangedArgs<unknown>): void {
    const runs = isCode(cell) ? this.runs.get(cell) : undefined;
    if (runs === undefined || !isCode(cell)) {
      return;
    }
    if (name === 'executionCount' && newValue !== null) {
      this.onEnded(cell, runs);
      runs.isOwn = false;
    } else if (name === 'executionState' && newValue === 'running' && !runs.isOwn) {
      this.onBegan(cell, runs);
    }
  }

  private onBegan(cell: ICodeCellModel, runs: ICellRuns): void {
    const { shown, earlier } = runs;
    if (shown !== null) {
      earlier.push(shown);
      earlier.splice(0, earlier.length - RUN_LIMIT);
    }
    runs.shown = null;
    runs.code = cell.sharedModel.getSource();
  }

  private onEnded(cell: ICodeCellModel, runs: ICellRuns): void {
    const { executionCount } = cell;
    if (executionCount !== null && runs.earlier.at(-1)?.execution_count !== executionCount) {
      runs.shown = { execution_count: executionCount, source: runs.code, outputs: numbersIn(cell) };
    }
  }

  private readonly runs = new WeakMap<ICodeCellModel, ICellRuns>();
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
  return { ...output, text: lastLines(joined(output.text), TEXT_LIMIT) };
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
