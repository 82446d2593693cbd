import type { Change, ComposedEntry, Entry, Kind, Metric } from '../_schema';

/** Something the person or program that asked for an entry should know. */
export type Warning = ComposedEntry['warnings'][number];

/** What a command that inserts an entry returns. */
export interface IInserted {
  /** Id of the entry. */
  readonly entry: string;
  /** Id of its cell; null while it is not in this page's document. */
  readonly cell: string | null;
  readonly kind: Kind;
  readonly changes: readonly Change[];
  readonly metrics: readonly Metric[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** What is returned about an entry. */
export function describeInserted(
  { id, kind, changes, metrics }: Entry,
  cell: string | null,
  warnings: readonly Warning[]
): IInserted {
  return {
    entry: id,
    cell,
    kind,
    changes: changes ?? [],
    metrics: metrics ?? [],
    warnings: warnings.map(({ code, message }) => ({ code, message }))
  };
}
