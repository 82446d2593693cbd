import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Entry, Metric, RunState } from '../_schema';
import { kindIcons, unreadableIcon } from '../icons';
import { kindLabel } from '../kinds';
import type { IEntryItem, JournalItem } from '../tokens';
import type { ITimelineRow } from './model';
import { RedactionMark } from './redactions';
import { StateMark, stateText } from './state';

/** `+3.6`, without the noise of binary fractions. */
function difference({ before, after }: Metric): string | null {
  if (typeof before !== 'number' || typeof after !== 'number') {
    return null;
  }
  const value = Number((after - before).toPrecision(3));
  return value > 0 ? `+${value}` : String(value).replace('-', '−');
}

/** Names of metrics that say how good a model is. */
const SCORE = /acc|f1|auc|bleu|score|准确|正确率|精度|精确|召回|查[准全]率|得分|分数/i;

/** Names of metrics that say how well a model was optimised. */
const LOSS = /loss|损失/i;

/** The metric to show for a step: the first score among those that moved, else the first that moved. */
function headlineMetric(metrics: readonly Metric[]): Metric | undefined {
  const moved = metrics.filter(metric => difference(metric) !== null);
  const isScore = ({ name, unit }: Metric): boolean => !LOSS.test(name) && (unit === '%' || SCORE.test(name));
  return moved.find(isScore) ?? moved[0];
}

/** What stands beside the title of a line. */
export interface IRowDetail {
  /** May be shown in part. */
  readonly name: string;
  /** Never shortened; empty when the row has no value. */
  readonly value: string;
}

/**
 * What is worth seeing beside the title: how its headline metric moved, or the type of an error when
 * the title does not name it; null when there is nothing.
 */
export function rowDetail({ metrics, error, kind }: Entry, title: string): IRowDetail | null {
  if (kind === 'error') {
    return error === undefined || title.includes(error.type) ? null : { name: error.type, value: '' };
  }
  const moved = headlineMetric(metrics ?? []);
  // The line is short, and the number must fit; nobody takes "acc" for anything else.
  return moved === undefined
    ? null
    : { name: moved.name.replace(/accuracy/i, 'acc'), value: difference(moved) ?? '' };
}

/** What the entry is called in the list: its title, else its first change, else its kind. */
export function rowTitle({ title, entry, number }: IEntryItem, trans: TranslationBundle): string {
  if (title !== '') {
    return title;
  }
  const change = entry.changes?.[0];
  if (change) {
    return `${change.name} ${change.before ?? '–'} → ${change.after ?? '–'}`;
  }
  const label = kindLabel(entry.kind, trans);
  return number === null ? label : `${label} ${number}`;
}

/** The state of an entry's run where it is news: an error says by itself that its run failed. */
function notableState({ kind, state }: Entry): RunState | undefined {
  return kind === 'error' && state === 'failed' ? undefined : state;
}

function RowContent({ item, trans }: { item: JournalItem; trans: TranslationBundle }): React.JSX.Element {
  if (!item.readable) {
    return (
      <>
        <unreadableIcon.react tag="span" className="jp-JournalTimeline-glyph" aria-hidden="true" />
        <span className="jp-JournalTimeline-title">{trans.__('Unreadable entry')}</span>
      </>
    );
  }
  const { entry, number, title } = item;
  const icon = kindIcons[entry.kind];
  const state = notableState(entry);
  const detail = rowDetail(entry, title);
  return (
    <>
      {entry.kind === 'step' && number !== null ? (
        <span className="jp-JournalTimeline-glyph jp-JournalTimeline-number">{number}</span>
      ) : (
        <icon.react tag="span" className="jp-JournalTimeline-glyph" aria-hidden="true" />
      )}
      <span className="jp-JournalTimeline-title">{rowTitle(item, trans)}</span>
      {state !== undefined && <StateMark state={state} trans={trans} />}
      {detail !== null && (
        <span className="jp-JournalTimeline-detail jp-mod-name">
          <bdi>{detail.name}</bdi>
        </span>
      )}
      {detail !== null && detail.value !== '' && (
        <span className="jp-JournalTimeline-detail">{detail.value}</span>
      )}
    </>
  );
}

/** Formats by language: making one takes longer than everything else that a line needs. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** A time as the language of the lab writes it, which need not be that of the browser. */
function when(time: string): string {
  const { lang } = document.documentElement;
  const known = FORMATS.get(lang);
  const format =
    known ?? new Intl.DateTimeFormat(lang || undefined, { dateStyle: 'short', timeStyle: 'medium' });
  FORMATS.set(lang, format);
  return format.format(new Date(time));
}

/** The tooltip of a line, which screen readers read as well. */
export function rowCaption(item: JournalItem, trans: TranslationBundle): string {
  if (!item.readable) {
    return trans.__(
      'The metadata of this cell is not an entry that this version can read: look at the field "%1". The cell is left as it is.',
      item.field
    );
  }
  const { entry, number } = item;
  const label = kindLabel(entry.kind, trans);
  const name = number === null ? label : `${label} ${number}`;
  const state = notableState(entry);
  const amiss = state === undefined ? '' : stateText(state, trans);
  const lines = [`${name} · ${rowTitle(item, trans)}`, amiss, when(entry.created)];
  return lines.filter(line => line !== '').join('\n');
}

/** Properties of a {@link TimelineItem}. */
export interface ITimelineItemProps extends ITimelineRow {
  /** Whether Tab reaches this line; the arrow keys reach the others. */
  readonly reachable: boolean;
  /** How many secrets were taken out of the entry. */
  readonly removals: number;
  /** Whether they are listed below. */
  readonly expanded: boolean;
  readonly trans: TranslationBundle;
  readonly onOpen: (cellId: string) => void;
  readonly onToggle: (cellId: string) => void;
}

/** One line of the timeline. */
export const TimelineItem = React.memo(function TimelineItem(props: ITimelineItemProps): React.JSX.Element {
  const { item, level, reachable, removals, expanded, trans, onOpen, onToggle } = props;
  const kind = item.readable ? item.entry.kind : 'unreadable';
  const caption = rowCaption(item, trans);
  return (
    <div
      role="treeitem"
      aria-level={level}
      aria-expanded={removals > 0 ? expanded : undefined}
      aria-label={caption}
      title={caption}
      className={`jp-JournalTimeline-item jp-mod-${kind} jp-mod-level${level}`}
      tabIndex={reachable ? 0 : -1}
      data-cell-id={item.cellId}
      onClick={() => {
        onOpen(item.cellId);
      }}
    >
      <RowContent item={item} trans={trans} />
      {removals > 0 && (
        <RedactionMark
          count={removals}
          expanded={expanded}
          reachable={reachable}
          trans={trans}
          onToggle={() => {
            onToggle(item.cellId);
          }}
        />
      )}
    </div>
  );
});
