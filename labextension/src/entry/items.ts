import type { ICellModel } from '@jupyterlab/cells';
import type { Entry, Kind } from '../_schema';
import type { JournalItem } from '../tokens';
import { isNumbered, titleOf } from './heading';
import { readCell } from './metadata';

/** Count the entries of each numbered kind. */
export class Numbering {
  /** Number of the next entry; that of its original when it is a copy, null when its kind has none. */
  of({ id, kind, copied_from: original = id }: Entry): number | null {
    if (!isNumbered(kind)) {
      return null;
    }
    const numbers = this.numbers.get(kind) ?? new Map<string, number>();
    const number = numbers.get(original) ?? numbers.size + 1;
    this.numbers.set(kind, numbers.set(original, number));
    return number;
  }

  private readonly numbers = new Map<Kind, Map<string, number>>();
}

/** The lines of the journal of these cells, in their order. */
export function readItems(cells: Iterable<ICellModel>): JournalItem[] {
  const items: JournalItem[] = [];
  const numbering = new Numbering();
  for (const cell of cells) {
    const read = readCell(cell);
    if (read === null) {
      continue;
    }
    if ('field' in read) {
      items.push({ readable: false, cellId: cell.id, field: read.field });
      continue;
    }
    const { entry } = read;
    const heading = titleOf(cell.sharedModel.getSource(), entry.kind);
    items.push({
      readable: true,
      cellId: cell.id,
      entry,
      title: heading === '' ? (entry.title ?? '') : heading,
      number: numbering.of(entry)
    });
  }
  return items;
}

/** Entries of these cells down to and including the cell `anchor`; none when it is null. */
export function readEntriesAbove(cells: Iterable<ICellModel>, anchor: string | null): Entry[] {
  const entries: Entry[] = [];
  if (anchor === null) {
    return entries;
  }
  for (const cell of cells) {
    const read = readCell(cell);
    if (read !== null && 'entry' in read) {
      entries.push(read.entry);
    }
    if (cell.id === anchor) {
      break;
    }
  }
  return entries;
}
