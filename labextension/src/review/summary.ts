import type { TranslationBundle } from '@jupyterlab/translation';
import type { Review } from '../_schema';
import type { Base } from './arguments';

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

/** The line shown when nothing differs. */
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

/** How often what happened, such as "2 added, 1 edited"; empty when nothing did. */
function listOf(
  counts: readonly { readonly count: number; readonly label: string }[],
  trans: TranslationBundle
): string {
  return counts
    .filter(({ count }) => count > 0)
    .map(({ count, label }) => `${count} ${label}`)
    .join(trans.__(', '));
}

/** The journal's side in one line, such as "Entries: 2 added, 1 edited"; empty when untouched. */
export function entriesLine(review: Review, trans: TranslationBundle): string {
  const counts = CHANGES.map(change => ({
    count: review.entries.filter(entry => entry.change === change).length,
    label: changeLabel(change, trans)
  }));
  const list = listOf(counts, trans);
  return list === '' ? '' : trans.__('Journal entries: %1', list);
}

/** The notebook's side in one line, such as "Cells: 3 added, 1 changed"; empty when untouched. */
export function cellsLine(review: Review, trans: TranslationBundle): string {
  const { added, removed, changed } = review.cells;
  const counts = [
    { count: added, label: changeLabel('added', trans) },
    { count: removed, label: changeLabel('removed', trans) },
    { count: changed, label: trans.__('changed') }
  ];
  const list = listOf(counts, trans);
  return list === '' ? '' : trans.__('Cells: %1', list);
}

/** What stands in the place of cells that are not drawn. */
export function unchangedLine(cells: number, trans: TranslationBundle): string {
  return trans._n('%1 unchanged cell', '%1 unchanged cells', cells);
}
