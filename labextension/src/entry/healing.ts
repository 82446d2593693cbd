import type { IAttachments } from '@jupyterlab/nbformat';
import {
  type IDraft,
  type IPlace,
  type IRearrangement,
  isArrival,
  type ISurroundings
} from './rearrangement';
import { type IRecord, isEntry, readRecord } from './records';
import { settleFacts } from './settling';
import { newUlid } from './ulid';

/** The record that a cell is to carry; null when none. */
export interface IHealed {
  readonly place: IPlace;
  readonly record: IRecord | null;
  /** Attachments that it needs as well. */
  readonly attachments?: IAttachments | undefined;
}

/** What has to be written, so that each id is there once and each reference to facts leads to facts. */
export function heal(change: IRearrangement, around: ISurroundings): IHealed[] {
  const drafts: IDraft[] = change.places.map(place => ({ place, record: place.record }));
  keepFirstOfMerged(drafts, change);
  for (const group of groupsById(drafts)) {
    const rest = splitOff(group, change);
    giveCopiesOwnIds(rest, change, around);
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
function giveCopiesOwnIds(group: readonly IDraft[], change: IRearrangement, around: ISurroundings): void {
  const keeper = group.find(({ place }) => !place.isNew) ?? group[0];
  for (const draft of group) {
    const { record } = draft;
    if (record === null) {
      continue;
    }
    if (draft !== keeper || (isArrival(draft, change) && around.isInAnotherNotebook(record.id))) {
      draft.record = readRecord({ ...record.value, id: newUlid(), copied_from: record.original });
    }
  }
}
