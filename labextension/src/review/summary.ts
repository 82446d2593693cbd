import type { TranslationBundle } from '@jupyterlab/translation';
import type { Review } from '../_schema';
import type { Base } from './request';

type Change = Review['entries'][number]['change'];

const CHANGES: readonly Change[] = ['added', 'removed', 'edited', 'moved'];

/** What a person calls a state to compare with. */
export function baseLabel(base: Base, trans: TranslationBundle): string {
  switch (base) {
    case 'git:HEAD':
      return trans.__('Last commit');
    case 'saved':
      return trans.__('Last save');
    case 'checkpoint':
      return trans.__('Checkpoint');
    default:
      return base.replace(/^(git|file):/, '');
  }
}

/** The heading of a review; `label` is the server's name of a commit or a file. */
export function changesTitle(base: Base, label: string, trans: TranslationBundle): string {
  switch (base) {
    case 'saved':
      return trans.__('Changes since the last save');
    case 'checkpoint':
      return trans.__('Changes since the checkpoint');
    default:
      return trans.__('Changes since %1', label);
  }
}

/** What is said when there is nothing to show. */
export function nothingChangedLine(base: Base, label: string, trans: TranslationBundle): string {
  switch (base) {
    case 'saved':
      return trans.__('Nothing changed since the last save.');
    case 'checkpoint':
      return trans.__('Nothing changed since the checkpoint.');
    default:
      return trans.__('Nothing changed since %1.', label);
  }
}

/** What became of an entry, in one word. */
export function changeLabel(change: Change, trans: TranslationBundle): string {
  switch (change) {
    case 'added':
      return trans.__('added');
    case 'removed':
      return trans.__('removed');
    case 'edited':
      return trans.__('edited');
    case 'moved':
      return trans.__('moved');
  }
}

/** The journal's side in one line, such as "Entries: 2 added, 1 edited"; empty when untouched. */
export function entriesLine(review: Review, trans: TranslationBundle): string {
  const parts = CHANGES.map(change => ({
    change,
    count: review.entries.filter(entry => entry.change === change).length
  }))
    .filter(({ count }) => count > 0)
    .map(({ change, count }) => `${count} ${changeLabel(change, trans)}`);
  return parts.length === 0 ? '' : trans.__('Journal entries: %1', parts.join(trans.__(', ')));
}

/** The notebook's side in one line, such as "Cells: 3 added, 1 changed"; empty when untouched. */
export function cellsLine(review: Review, trans: TranslationBundle): string {
  const { added, removed, changed } = review.cells;
  const parts = [
    { count: added, label: trans.__('added') },
    { count: removed, label: trans.__('removed') },
    { count: changed, label: trans.__('changed') }
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, label }) => `${count} ${label}`);
  return parts.length === 0 ? '' : trans.__('Cells: %1', parts.join(trans.__(', ')));
}

/** What stands in the place of cells that are not drawn. */
export function unchangedLine(cells: number, trans: TranslationBundle): string {
  return trans._n('%1 unchanged cell', '%1 unchanged cells', cells);
}
