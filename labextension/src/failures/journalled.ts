import type { CodeCell } from '@jupyterlab/cells';
import type { IEntryItem, JournalItem } from '../tokens';

/** Which errors of a notebook have been journalled. */
export class JournalledErrors {
  /** @param items - the entries of the notebook */
  read(items: readonly JournalItem[]): void {
    this.entries.clear();
    for (const item of items) {
      const source = item.readable && item.entry.kind === 'error' ? item.entry.source : null;
      if (source?.cell_id) {
        this.entries.set(source.cell_id, [...this.of(source.cell_id), item as IEntryItem]);
      }
    }
  }

  /** Note that a cell runs again: its entries so far are about earlier runs, whatever number this one gets. */
  forget({ model: { id } }: CodeCell): void {
    this.earlier.set(id, new Set(this.of(id).map(item => item.entry.id)));
  }

  /** Id of the cell with the entry about the last run of a cell; null when it has no entry. */
  find({ model: { id, executionCount } }: CodeCell): string | null {
    const isAboutIt = ({ entry }: IEntryItem): boolean =>
      entry.source?.execution_count === executionCount && this.earlier.get(id)?.has(entry.id) !== true;
    return this.of(id).findLast(isAboutIt)?.cellId ?? null;
  }

  private of(cellId: string): readonly IEntryItem[] {
    return this.entries.get(cellId) ?? [];
  }

  private readonly entries = new Map<string, readonly IEntryItem[]>();
  private readonly earlier = new Map<string, ReadonlySet<string>>();
}
