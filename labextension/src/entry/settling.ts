import type { PartialJSONObject, PartialJSONValue } from '@lumino/coreutils';
import {
  type IReference,
  type IResolved,
  isReference,
  materialise,
  rebase,
  resolve,
  type StoredFacts
} from './references';
import { type IDraft, type IRearrangement, isArrival, type ISurroundings } from './rearrangement';
import { compareTime, type IRecord, isEntry, readRecord } from './records';

/** A record whose reference leads to no entry of the notebook, and the facts that were meant. */
interface ILoose {
  readonly draft: IDraft;
  readonly record: IRecord;
  readonly resolved: IResolved;
}

/** Let the first entry hold the facts that its notebook does not hold any more, and the others refer to it. */
export function settleFacts(drafts: readonly IDraft[], change: IRearrangement, around: ISurroundings): void {
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
