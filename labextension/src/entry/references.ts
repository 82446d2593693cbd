import type { Drift, Entry, Snapshot } from '../_schema';
import { setFact } from './factPaths';

/** Facts that are those of another entry, but for some. */
export interface IReference {
  readonly same_as: string;
  readonly drift: readonly Drift[];
}

/** The facts of an entry as they are stored: whole, or a reference. */
export type StoredFacts = NonNullable<Entry['snapshot']>;

/** Whole facts of an entry, and what differs from them. */
export interface IResolved {
  /** Id of the entry that holds them. */
  readonly holder: string;
  readonly facts: Snapshot;
  readonly drift: readonly Drift[];
}

export function isReference(snapshot: StoredFacts): snapshot is StoredFacts & IReference {
  return 'same_as' in snapshot;
}

/**
 * Follow the references of an entry to the facts they mean.
 *
 * @param find - the stored facts of the entry with an id
 * @returns null when they lead nowhere, or in a circle
 */
export function resolve(
  reference: IReference,
  find: (id: string) => StoredFacts | undefined
): IResolved | null {
  let { same_as: holder, drift } = reference;
  const passed = new Set<string>();
  while (!passed.has(holder)) {
    passed.add(holder);
    const facts = find(holder);
    if (facts === undefined) {
      return null;
    }
    if (!isReference(facts)) {
      return { holder, facts, drift };
    }
    drift = chain(facts.drift, drift);
    holder = facts.same_as;
  }
  return null;
}

/** What differs in the end, when `second` differs from what differs by `first`. */
function chain(first: readonly Drift[], second: readonly Drift[]): Drift[] {
  const before = new Map(first.map(fact => [fact.name, fact.before]));
  const changed = new Map([...first, ...second].map(fact => [fact.name, fact]));
  return [...changed.values()]
    .map(fact => ({ ...fact, before: before.has(fact.name) ? (before.get(fact.name) ?? null) : fact.before }))
    .filter(fact => fact.before !== fact.after);
}

/** What differs by `drift` from the facts that differ by `base`, where both differ from the same facts. */
export function rebase(drift: readonly Drift[], base: readonly Drift[]): Drift[] {
  const back = base.map(({ name, before, after }) => ({ name, before: after, after: before }));
  return chain(back, drift);
}

/** Facts of one process or one moment: where they differ, nothing is noted, so they are nobody else's. */
const PASSING: readonly (readonly [group: string, name: string])[] = [
  ['', 'findings'],
  ['', 'failed'],
  ['', 'ages'],
  ['host', 'process_id'],
  ['host', 'started_at'],
  ['cuda', 'initialised'],
  ['packages', 'folders'],
  ['git', 'changes']
];
const PASSING_OF_DEVICES = ['memory_used_bytes', 'memory_peak_bytes'];

/**
 * The whole facts of an entry that referred to those of another.
 *
 * What is of that other entry's moment alone is left out: it was never known of this one.
 *
 * @param created - when the entry was made, which is when its facts were read
 */
export function materialise({ facts, drift }: IResolved, created: string): Snapshot {
  const own = JSON.parse(JSON.stringify(facts)) as Record<string, unknown>;
  for (const [group, name] of PASSING) {
    remove(group === '' ? own : own[group], name);
  }
  for (const device of Array.isArray(own.devices) ? own.devices : []) {
    PASSING_OF_DEVICES.forEach(name => {
      remove(device, name);
    });
  }
  drift.forEach(fact => {
    setFact(own, fact);
  });
  for (const [group, value] of Object.entries(own)) {
    if (Array.isArray(value)) {
      own[group] = value.filter(item => item !== null);
    }
  }
  return { ...own, captured_at: created } as unknown as Snapshot;
}

function remove(group: unknown, name: string): void {
  if (typeof group === 'object' && group !== null) {
    Reflect.deleteProperty(group, name);
  }
}
