import type { ICellModel } from '@jupyterlab/cells';
import type { PartialJSONObject } from '@lumino/coreutils';
import type { Entry } from '../_schema';
import { isKind } from '../kinds';
import { isUlid } from './ulid';

/** The only key of a cell's metadata that the journal uses. */
export const METADATA_KEY = 'journal';

/** Metadata that is an entry, or the first field that keeps it from being one. */
export type ReadEntry = { readonly entry: Entry } | { readonly field: string };

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is PartialJSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value can be shown as a text that may be missing. */
function isOptionalText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

/** Whether a value is a list of objects whose fields `texts` are texts. */
function isListWith(value: unknown, ...texts: string[]): value is PartialJSONObject[] {
  return (
    Array.isArray(value) &&
    value.every(item => isObject(item) && texts.every(name => typeof item[name] === 'string'))
  );
}

/** Whether a value is a list of changes: of a parameter, or of a fact. */
function isListOfChanges(value: unknown): boolean {
  return (
    isListWith(value, 'name') &&
    value.every(item => isOptionalText(item.before) && isOptionalText(item.after))
  );
}

function isSnapshot(value: unknown): boolean {
  if (!isObject(value)) {
    return false;
  }
  const { same_as: sameAs, drift, devices } = value;
  if ('same_as' in value) {
    return typeof sameAs === 'string' && isListOfChanges(drift);
  }
  return devices === undefined || devices === null || isListWith(devices, 'name');
}

/** What must hold of the optional fields that the front end reads, where they are there. */
const OPTIONAL: readonly (readonly [field: string, isRight: (value: unknown) => boolean])[] = [
  ['title', value => typeof value === 'string'],
  ['copied_from', isUlid],
  ['state', value => typeof value === 'string'],
  ['source', value => value === null || (isObject(value) && isOptionalText(value.cell_id))],
  ['changes', isListOfChanges],
  ['metrics', value => isListWith(value, 'name')],
  ['error', value => isObject(value) && typeof value.type === 'string'],
  ['snapshot', isSnapshot],
  ['redactions', value => isListWith(value, 'kind', 'field', 'rule')]
];

/**
 * Read what stands under `metadata.journal`.
 *
 * The required fields are checked, and of the others as much as the front end reads: notebooks are
 * written by other tools too. The server checks the rest when it uses it.
 */
export function readEntry(value: unknown): ReadEntry {
  if (!isObject(value)) {
    return { field: METADATA_KEY };
  }
  const { version, id, kind, created } = value;
  if (version !== 1) {
    return { field: 'version' };
  }
  if (!isUlid(id)) {
    return { field: 'id' };
  }
  if (!isKind(kind)) {
    return { field: 'kind' };
  }
  if (typeof created !== 'string' || Number.isNaN(Date.parse(created))) {
    return { field: 'created' };
  }
  const wrong = OPTIONAL.find(([field, isRight]) => value[field] !== undefined && !isRight(value[field]));
  return wrong ? { field: wrong[0] } : { entry: value as unknown as Entry };
}

/**
 * The entry in a cell, the field that makes it unreadable, or null for any other cell.
 *
 * A cell turned into code or raw text keeps its metadata, and counts as an entry only when it is Markdown again.
 */
export function readCell(cell: ICellModel): ReadEntry | null {
  if (cell.type !== 'markdown') {
    return null;
  }
  const value: unknown = cell.getMetadata(METADATA_KEY);
  return value === undefined ? null : readEntry(value);
}
