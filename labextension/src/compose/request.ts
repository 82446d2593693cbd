import type { ICodeCellModel } from '@jupyterlab/cells';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { EntryRequest, Locale } from '../_schema';
import type { INotebookJournal, IRedaction } from '../tokens';
import type { EarlierRuns } from './earlierRuns';
import { boundEntries } from './earlierEntries';
import type { Warning } from './inserted';
import { requestSize, trimOutputs, type ITrimmedOutputs } from './outputs';
import { codeAbove, findSourceCell, isRunning, outputsOf } from './sourceCell';
import type { IWanted } from './arguments';

/** What a request is made with, beside the notebook. */
export interface IRequestTools {
  readonly locale: Locale;
  /** What the user called no secret. */
  readonly redaction: Pick<IRedaction, 'allowed'> | null;
  /** What cells showed before they were run again. */
  readonly earlier: Pick<EarlierRuns, 'of'> | null;
}

/** An entry that is to be inserted, and where: at this cell; null in a notebook without cells. */
export interface IPlaced extends IWanted {
  readonly anchor: string | null;
}

/** A request for an entry. */
export interface IDescribed {
  readonly request: EntryRequest;
  /** What it cost to make the outputs fit. */
  readonly trimmed: ITrimmedOutputs;
}

/** What the server needs to know of a code cell, without its outputs. */
function describeCell(
  source: ICodeCellModel,
  { kind }: IWanted,
  { earlier }: IRequestTools
): NonNullable<EntryRequest['cell']> {
  return {
    id: source.id,
    source: source.sharedModel.getSource(),
    execution_count: source.executionCount,
    ...(isRunning(source) && { running: true }),
    metadata: source.sharedModel.getMetadata(),
    ...(kind === 'step' && earlier && { earlier: [...earlier.of(source)] })
  };
}

/** What the server needs to compose an entry, with the outputs made to fit. */
export function describeEntry(journal: INotebookJournal, wanted: IPlaced, tools: IRequestTools): IDescribed {
  const { panel } = journal;
  const { kind, fields, key, anchor } = wanted;
  const cells = [...(panel.model?.cells ?? [])];
  const at = cells.findIndex(cell => cell.id === anchor);
  const source = findSourceCell(cells, at, kind, wanted.cell !== undefined);
  const cell = source && describeCell(source, wanted, tools);
  const allowed = tools.redaction?.allowed ?? [];
  const request: EntryRequest = {
    kind,
    kernel_id: panel.sessionContext.session?.kernel?.id ?? null,
    path: panel.context.localPath,
    locale: tools.locale,
    cell,
    entries: boundEntries(journal.readEntries(), source?.id ?? null),
    ...(fields !== undefined && { fields: { ...fields } }),
    ...(key !== undefined && { key }),
    ...(kind === 'environment' && { code: codeAbove(cells.slice(0, at + 1)) }),
    ...(allowed.length > 0 && { allowed: allowed.map(({ rule, field }) => ({ rule, field })) })
  };
  const trimmed = trimOutputs(source === null ? [] : outputsOf(source), requestSize(request));
  if (cell) {
    request.cell = { ...cell, outputs: trimmed.outputs };
  }
  return { request, trimmed };
}

/** What the request had to leave out. */
export function explainTrimming(
  { omitted, shortened }: ITrimmedOutputs,
  trans: TranslationBundle
): Warning[] {
  const warnings: Warning[] = [];
  if (shortened > 0) {
    warnings.push({
      code: 'output_shortened',
      message: trans.__('The output is very long; only its end was used for the entry.')
    });
  }
  if (omitted > 0) {
    const message = trans._n(
      '%1 output was too large and is missing in the entry.',
      '%1 outputs were too large and are missing in the entry.',
      omitted
    );
    warnings.push({ code: 'output_omitted', message });
  }
  return warnings;
}
