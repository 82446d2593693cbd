import type { ICellModel } from '@jupyterlab/cells';
import type { Entry } from '../_schema';
import { isKind } from '../kinds';

/** The only key of a cell's metadata that the journal uses. */
export const METADATA_KEY = 'journal';

/** Same rule as `entry.v1.json`. */
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Metadata that is an entry, or the first field that keeps it from being one. */
export type ReadEntry = { readonly entry: Entry } | { readonly field: string };

/**
 * Read what stands under `metadata.journal`.
 *
 * The required fields are checked; the server checks the rest when it uses it.
 */
export function readEntry(value: unknown): ReadEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { field: METADATA_KEY };
  }
  const { version, id, kind, created } = value as Record<string, unknown>;
  if (version !== 1) {
    return { field: 'version' };
  }
  if (typeof id !== 'string' || !ULID.test(id)) {
    return { field: 'id' };
  }
  if (!isKind(kind)) {
    return { field: 'kind' };
  }
  if (typeof created !== 'string' || Number.isNaN(Date.parse(created))) {
    return { field: 'created' };
  }
  return { entry: value as Entry };
}

/** The entry in a cell, the field that makes it unreadable, or null when the cell is none. */
export function readCell(cell: ICellModel): ReadEntry | null {
  const value: unknown = cell.getMetadata(METADATA_KEY);
  return value === undefined ? null : readEntry(value);
}
