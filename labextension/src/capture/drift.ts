import type { Entry, Snapshot } from '../_schema';
import { isReference } from '../entry/references';
import type { JournalItem } from '../tokens';

/** Facts by dotted name, such as `frameworks.torch.version`; unknown ones are missing. */
type Facts = ReadonlyMap<string, string>;

/** One fact of the environment that is no longer what it was when the last entry was made. */
export interface IChangedFact {
  /** What it is about, such as `torch`, in words of the facts themselves. */
  readonly subject: string;
  /** Null when it was missing. */
  readonly before: string | null;
  /** Null when it was removed. */
  readonly after: string | null;
  /** Whether it is a package that the kernel has not imported: such are counted, and listed on request. */
  readonly folded: boolean;
}

/**
 * Facts that a person means by "environment", each with the pattern of its name and its subject.
 *
 * Seeds, settings of a run and the state of the code change from step to step and are listed there.
 */
const ENVIRONMENT: readonly (readonly [name: RegExp, subject: string])[] = [
  [/^python\.version$/, 'Python'],
  [/^python\.environment\.name$/, 'environment'],
  [/^frameworks\.(\w+)\.version$/, '$1'],
  [/^frameworks\.\w+\.cuda$/, 'CUDA'],
  [/^devices$/, 'GPU'],
  [/^cuda\.driver$/, 'driver'],
  [/^host\.name$/, 'host'],
  [/^container\.image$/, 'image'],
  [/^packages\.versions\.(.+)$/, '$1'],
  [/^libraries\.(.+)$/, '$1']
];

const PACKAGE = /^(packages\.versions|libraries)\./;

/** Groups in which something may be added or taken away; in other groups a missing fact is an unknown one. */
const LISTED = /^(packages\.versions|libraries|frameworks)\./;

/** What changed between the last facts in a notebook and those of its kernel now. */
export function changedFacts(before: Facts, now: Snapshot): IChangedFact[] {
  const after = flatten(now);
  const changed = new Map<string, IChangedFact>();
  const imported = new Set(now.imported ?? []);
  for (const [pattern, label] of ENVIRONMENT) {
    for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      const match = pattern.exec(name);
      const [old, current] = [before.get(name) ?? null, after.get(name) ?? null];
      if (match === null || old === current || !comparable(name, before, after)) {
        continue;
      }
      const subject = label === '$1' ? (match[1] ?? '') : label;
      // A framework is a package as well: the first pattern that names it decides.
      if (!changed.has(subject)) {
        const folded = PACKAGE.test(name) && !imported.has(subject);
        changed.set(subject, { subject, before: old, after: current, folded });
      }
    }
  }
  // Other versions matter most, then what was removed, then what was added.
  const rank = ({ before, after }: IChangedFact): number => (after === null ? 1 : before === null ? 2 : 0);
  return [...changed.values()].sort((a, b) => rank(a) - rank(b));
}

/** The facts that the last entry of a notebook was made with; null when none holds any. */
export function lastFacts(items: readonly JournalItem[]): Facts | null {
  const entries = items.flatMap(item => (item.readable ? [item.entry] : []));
  const last = entries.findLast(entry => entry.snapshot);
  return last ? factsOf(last, entries) : null;
}

function factsOf({ snapshot }: Entry, entries: readonly Entry[]): Facts | null {
  if (!snapshot) {
    return null;
  }
  if (!isReference(snapshot)) {
    return flatten(snapshot);
  }
  const base = entries.find(entry => entry.id === snapshot.same_as)?.snapshot;
  if (!base || isReference(base)) {
    return null;
  }
  const facts = new Map(flatten(base));
  for (const { name, before, after } of snapshot.drift) {
    const device = /^devices\[\d+\]\.name$/.test(name);
    if (device && before !== null && after !== null) {
      facts.set('devices', (facts.get('devices') ?? '').replaceAll(before, after));
    } else if (after === null) {
      facts.delete(name);
    } else {
      facts.set(name, after);
    }
  }
  return facts;
}

/** Whether both sides know enough to say that a fact differs. */
function comparable(name: string, before: Facts, after: Facts): boolean {
  const list = LISTED.exec(name)?.[0];
  if (list === undefined) {
    return before.has(name) && after.has(name);
  }
  const knows = (facts: Facts) => [...facts.keys()].some(known => known.startsWith(list));
  return knows(before) && knows(after);
}

/** The facts of a snapshot by dotted name. The devices are one fact: their names, each once. */
function flatten(snapshot: Snapshot): Facts {
  const facts = new Map<string, string>();
  const add = (name: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, item] of Object.entries(value)) {
        add(name === '' ? key : `${name}.${key}`, item);
      }
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      facts.set(name, String(value));
    }
  };
  add('', snapshot);
  const devices = new Set((snapshot.devices ?? []).map(device => device.name));
  if (devices.size > 0) {
    facts.set('devices', [...devices].sort().join(', '));
  }
  return facts;
}
