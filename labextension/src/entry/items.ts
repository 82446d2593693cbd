import type { ICellModel } from '@jupyterlab/cells';
import type { Entry, Kind } from '../_schema';
import type { JournalItem } from '../tokens';
import type { HeadingReader } from './heading';
import { readCell, type ReadEntry } from './metadata';

/** An entry that has a number, with what its rank follows from. */
interface INumbered {
  readonly index: number;
  readonly kind: Kind;
  /** Id of the entry of which this one is a copy, present or not; its own when it is an original. */
  readonly original: string;
  /** Id of the original, or of the entry itself when the original is missing; `time` is when that was made. */
  readonly id: string;
  readonly time: number;
}

/** Earlier entries first; of two made at the same moment, the one with the smaller id. */
function byTime(a: INumbered, b: INumbered): number {
  return a.time - b.time || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/**
 * The number of each entry: its rank by time among those of its kind, wherever it stands; null for
 * kinds without numbers. A copy is no step that somebody made: it has the number of its original.
 */
export function numbersOf(entries: readonly Entry[], headings: HeadingReader): (number | null)[] {
  const numbered: INumbered[] = [];
  const byId = new Map(entries.map(entry => [entry.id, entry]));
  for (const [index, entry] of entries.entries()) {
    const { kind, copied_from: original = entry.id } = entry;
    if (headings.isNumbered(kind)) {
      const { id, created } = byId.get(original) ?? entry;
      numbered.push({ index, kind, id, original, time: Date.parse(created) });
    }
  }
  const numbers = entries.map((): number | null => null);
  const counted = new Map<Kind, Map<string, number>>();
  for (const { index, kind, original } of numbered.sort(byTime)) {
    const ofKind = counted.get(kind) ?? new Map<string, number>();
    const number = ofKind.get(original) ?? ofKind.size + 1;
    counted.set(kind, ofKind.set(original, number));
    numbers[index] = number;
  }
  return numbers;
}

/** A cell that claims to be an entry, and what was read from it. */
export interface IReadCell<T extends ReadEntry = ReadEntry> {
  readonly cell: ICellModel;
  readonly read: T;
}

/** The cells with metadata of the journal, in their order. */
export function readCells(cells: Iterable<ICellModel>): IReadCell[] {
  const found: IReadCell[] = [];
  for (const cell of cells) {
    const read = readCell(cell);
    if (read !== null) {
      found.push({ cell, read });
    }
  }
  return found;
}

/** Whether a cell was read as an entry. */
export function isEntry(found: IReadCell): found is IReadCell<{ readonly entry: Entry }> {
  return 'entry' in found.read;
}

/** The entries of these cells, in the order of the cells. */
export function readEntries(cells: Iterable<ICellModel>): Entry[] {
  return readCells(cells)
    .filter(isEntry)
    .map(({ read }) => read.entry);
}

/** The lines of the journal of these cells, in their order. */
export function readItems(cells: Iterable<ICellModel>, headings: HeadingReader): JournalItem[] {
  const found = readCells(cells);
  const entries = found.filter(isEntry).map(({ read }) => read.entry);
  const numbers = numbersOf(entries, headings).values();
  return found.map(({ cell, read }) => {
    if ('field' in read) {
      return { readable: false, cellId: cell.id, field: read.field };
    }
    const { entry } = read;
    const heading = headings.titleOf(cell.sharedModel.getSource(), entry.kind);
    return {
      readable: true,
      cellId: cell.id,
      entry,
      title: heading === '' ? (entry.title ?? '') : heading,
      number: numbers.next().value ?? null
    };
  });
}
