import type { IAttachments } from '@jupyterlab/nbformat';
import type { PartialJSONObject, PartialJSONValue } from '@lumino/coreutils';
import {
  type IResolved,
  isReference,
  materialise,
  rebase,
  type IReference,
  resolve,
  type StoredFacts
} from './facts';
import { compareTime, type ICarrier, type IRecord, isEntry, readRecord } from './records';
import { newUlid } from './ulid';

/** A cell after a rearrangement. */
export interface IPlace extends ICarrier {
  readonly index: number;
  readonly isNew: boolean;
  readonly isEdited: boolean;
}

/** What a rearrangement did to the cells that carry records. */
export interface IRearrangement {
  /** The carriers and the new cells, in document order. */
  readonly places: readonly IPlace[];
  /** The carriers that are gone, in the order in which they stood. */
  readonly removed: readonly ICarrier[];
  /** How many cells are gone, carriers or not. */
  readonly removedCount: number;
}

/** What is known outside of the notebook. */
export interface ISurroundings {
  /** What an entry that was seen in this page said of its facts. */
  find(id: string): StoredFacts | undefined;
  /** Whether another open notebook has this entry. */
  isElsewhere(id: string): boolean;
}

/** The record that a cell is to carry; null when none. */
export interface IHealed {
  readonly place: IPlace;
  readonly record: IRecord | null;
  /** Attachments that it needs as well. */
  readonly attachments?: IAttachments | undefined;
}

/** A place whose record is being decided. */
interface IDraft {
  readonly place: IPlace;
  record: IRecord | null;
  attachments?: IAttachments | undefined;
}

/** What has to be written, so that each id is there once and each reference to facts leads to facts. */
export function heal(change: IRearrangement, around: ISurroundings): IHealed[] {
  const drafts: IDraft[] = change.places.map(place => ({ place, record: place.record }));
  keepFirstOfMerged(drafts, change);
  for (const group of groupsById(drafts)) {
    const rest = splitOff(group, change);
    tellApart(rest, change, around);
  }
  settleFacts(drafts, change, around);
  return drafts.filter(({ place, record }) => place.record !== record);
}

/** JupyterLab gives merged cells the metadata of the active one; here the first entry goes on. */
function keepFirstOfMerged(drafts: readonly IDraft[], { removed, removedCount }: IRearrangement): void {
  const [merged, ...others] = drafts.filter(({ place }) => place.isNew);
  const [first] = removed;
  if (merged === undefined || others.length > 0 || removedCount < 2 || first === undefined) {
    return;
  }
  const text = merged.place.cell.getSource();
  if (isEntry(merged.place) && removed.every(({ source }) => source !== '' && text.includes(source))) {
    merged.record = first.record;
  }
}

function groupsById(drafts: readonly IDraft[]): IDraft[][] {
  const groups = new Map<string, IDraft[]>();
  for (const draft of drafts) {
    if (draft.record !== null) {
      groups.set(draft.record.id, [...(groups.get(draft.record.id) ?? []), draft]);
    }
  }
  return [...groups.values()];
}

/** Whether a cell came from outside: what is moved, or given another type, is a new cell as well. */
function isArrival({ place, record }: IDraft, { removed }: IRearrangement): boolean {
  return place.isNew && !removed.some(gone => gone.record?.id === record?.id);
}

/**
 * Leave the record of an entry that was split to the first part that has a text.
 *
 * JupyterLab copies the metadata to each part. It keeps the old cell for the last one, or for none.
 *
 * @returns the group without the parts that have no record any more
 */
function splitOff(group: IDraft[], { removed }: IRearrangement): IDraft[] {
  // Split before its first character, the old cell keeps all of its text.
  const hasBlank = group.some(({ place }) => place.isNew && place.source === '');
  const old = group.find(({ place }) => !place.isNew && (place.isEdited || hasBlank));
  const isReplaced = group.every(({ place }) => place.isNew);
  const gone = isReplaced ? removed.find(({ record }) => record?.id === group[0]?.record?.id) : undefined;
  const middle = old ?? (gone === undefined ? undefined : group[0]);
  const parts = middle === undefined ? [] : neighbours(group, middle);
  if (parts.length < 2) {
    return group;
  }
  const first = parts.find(({ place }) => place.source.trim() !== '') ?? parts[0];
  for (const part of parts) {
    part.record = part === first && part.record !== null ? { ...part.record } : null;
    // JupyterLab gives new cells the metadata without the pictures that the text shows.
    part.attachments = (old?.place ?? gone)?.attachments;
  }
  return group.filter(draft => draft.record !== null);
}

/** The new cells of a group that stand without a gap around one of its cells, and that cell. */
function neighbours(group: readonly IDraft[], middle: IDraft): IDraft[] {
  // In a sorted list without doubles, what differs from its place by the same stands together.
  const start = middle.place.index - group.indexOf(middle);
  return group.filter(
    (draft, index) => draft.place.index === start + index && (draft === middle || draft.place.isNew)
  );
}

/** Give copies an id of their own; the one that was there first keeps the id, wherever it stands. */
function tellApart(group: readonly IDraft[], change: IRearrangement, around: ISurroundings): void {
  const keeper = group.find(({ place }) => !place.isNew) ?? group[0];
  for (const draft of group) {
    const { record } = draft;
    if (record === null) {
      continue;
    }
    if (draft !== keeper || (isArrival(draft, change) && around.isElsewhere(record.id))) {
      draft.record = readRecord({ ...record.value, id: newUlid(), copied_from: record.original });
    }
  }
}

/** A record whose reference leads to no entry of the notebook, and the facts that were meant. */
interface ILoose {
  readonly draft: IDraft;
  readonly record: IRecord;
  readonly resolved: IResolved;
}

/** Let the first entry hold the facts that its notebook does not hold any more, and the others refer to it. */
function settleFacts(drafts: readonly IDraft[], change: IRearrangement, around: ISurroundings): void {
  const carried = [...change.removed, ...drafts];
  const stored = new Map(carried.map(({ record }) => [record?.id, record?.snapshot]));
  const holders = new Set(
    drafts.flatMap(({ place, record }) =>
      record?.snapshot && isEntry(place) && !isReference(record.snapshot) ? [record.id] : []
    )
  );
  const find = (id: string): StoredFacts | undefined => stored.get(id) ?? around.find(id);
  const loose = new Map<string, ILoose[]>();
  for (const draft of drafts) {
    const { record } = draft;
    if (!record?.snapshot || !isReference(record.snapshot) || holders.has(record.snapshot.same_as)) {
      continue;
    }
    const resolved = resolve(record.snapshot, find);
    if (resolved !== null) {
      loose.set(resolved.holder, [...(loose.get(resolved.holder) ?? []), { draft, record, resolved }]);
    } else if (isArrival(draft, change)) {
      // Pasted from a page that this one knows nothing of: what the facts were is unknown.
      draft.record = withSnapshot(record, undefined);
    }
  }
  for (const [holder, group] of loose) {
    refer(group, holders.has(holder) ? holder : null);
  }
}

/** Let records refer to a holder, or to the first of them that is an entry. */
function refer(group: readonly ILoose[], holder: string | null): void {
  const inTime = [...group].sort((a, b) => compareTime(a.record, b.record));
  const first = holder === null ? inTime.find(({ draft }) => isEntry(draft.place)) : undefined;
  for (const one of inTime) {
    const { draft, record, resolved } = one;
    let snapshot: StoredFacts | IReference;
    if (holder !== null) {
      snapshot = { same_as: holder, drift: resolved.drift };
    } else if (first === undefined || one === first) {
      snapshot = materialise(resolved, record.created);
    } else {
      snapshot = { same_as: first.record.id, drift: rebase(resolved.drift, first.resolved.drift) };
    }
    draft.record = withSnapshot(record, snapshot);
  }
}

function withSnapshot(record: IRecord, snapshot: StoredFacts | IReference | undefined): IRecord | null {
  const value: PartialJSONObject = { ...record.value };
  if (snapshot === undefined) {
    delete value.snapshot;
  } else {
    value.snapshot = snapshot as unknown as PartialJSONValue;
  }
  return readRecord(value);
}
