import type { IAttachments } from '@jupyterlab/nbformat';
import { YMarkdownCell, YRawCell, type YCellType } from '@jupyter/ydoc';
import type { PartialJSONObject } from '@lumino/coreutils';
import { isReference, type StoredFacts } from './references';
import { isObject, METADATA_KEY } from './metadata';
import { isUlid } from './ulid';

/**
 * What makes a cell the carrier of an entry's record, readable as an entry or not.
 *
 * A code cell that was an entry still carries its record, to be an entry again.
 */
export interface IRecord {
  readonly value: PartialJSONObject;
  readonly id: string;
  /** Id of the entry of which this one is a copy; its own when it is an original. */
  readonly original: string;
  /** Empty when unknown. */
  readonly created: string;
  readonly snapshot: StoredFacts | null;
}

/** A cell with what it holds. */
export interface ICarrier {
  readonly cell: YCellType;
  readonly record: IRecord | null;
  /** Empty when there is no record. */
  readonly source: string;
  readonly attachments: IAttachments | undefined;
}

export function readCarrier(cell: YCellType): ICarrier {
  const record = readRecord(cell.getMetadata(METADATA_KEY));
  return {
    cell,
    record,
    source: record === null ? '' : cell.getSource(),
    attachments: mayHaveAttachments(cell) ? cell.attachments : undefined
  };
}

/** Whether attachments can be given to a cell. */
export function mayHaveAttachments(cell: YCellType): cell is YMarkdownCell | YRawCell {
  return cell instanceof YMarkdownCell || cell instanceof YRawCell;
}

/** Read what stands under `metadata.journal`, as far as identity and facts go. */
export function readRecord(value: unknown): IRecord | null {
  const fields = isObject(value) ? value : {};
  if (!isUlid(fields.id)) {
    return null;
  }
  const { id, copied_from: copiedFrom, created, snapshot } = fields;
  return {
    value: fields,
    id,
    original: isUlid(copiedFrom) ? copiedFrom : id,
    created: typeof created === 'string' ? created : '',
    snapshot: isStoredFacts(snapshot) ? snapshot : null
  };
}

/** Whether the cell is an entry now. */
export function isEntry({ cell }: ICarrier): boolean {
  return cell.cell_type === 'markdown';
}

/** Whether an entry is made earlier than another; what is made at the same time is in the order of the ids. */
export function compareTime(a: IRecord, b: IRecord): number {
  const [first, second] = [instant(a), instant(b)];
  return first === second ? (a.id < b.id ? -1 : 1) : first - second;
}

function instant({ created }: IRecord): number {
  const time = Date.parse(created);
  return Number.isNaN(time) ? Infinity : time;
}

function isStoredFacts(value: unknown): value is StoredFacts {
  if (!isObject(value)) {
    return false;
  }
  const facts = value as unknown as StoredFacts;
  return !isReference(facts) || (typeof facts.same_as === 'string' && isDrift(facts.drift));
}

function isDrift(value: unknown): boolean {
  const isText = (text: unknown): boolean => text === null || typeof text === 'string';
  return (
    Array.isArray(value) &&
    value.every(
      (fact: unknown) =>
        isObject(fact) && typeof fact.name === 'string' && isText(fact.before) && isText(fact.after)
    )
  );
}
