import type { TranslationBundle } from '@jupyterlab/translation';
import type { Seed, Snapshot } from '../_schema';
import type { IChangedFact } from './drift';

/** `3.11.7` as `3.11`, and `2.13.0+cpu` as `2.13`; anything else as it is. */
function shortVersion(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

/** Vendor words of a device name that say nothing in a narrow line. */
function shortDevice(name: string): string {
  return name.replace(/^(NVIDIA|AMD|Tesla|GeForce)\s+/gi, '').replace(/\s+\d+\s?GB.*$/i, '');
}

/** The known values of the seeds, each once, in the order of the generators. */
function seedValues(seeds: Readonly<Record<string, Seed>>): string[] {
  // A seed that is only written in the code may not be in force.
  const inForce = Object.values(seeds).filter(seed => seed.source !== 'source text');
  const known = inForce.flatMap(seed => (seed.value === null ? [] : [seed.value]));
  return [...new Set(known)];
}

function seedFact(snapshot: Snapshot, trans: TranslationBundle): string[] {
  const values = seedValues(snapshot.seeds ?? {});
  if (values.length === 0) {
    return [];
  }
  return [trans._n('seed %2', 'seeds %2', values.length, values.join(', '))];
}

function gitFact({ git }: Snapshot): string[] {
  if (!git) {
    return [];
  }
  const commit = git.commit ? `${git.commit.slice(0, 7)}${git.dirty ? '*' : ''}` : '';
  const fact = [git.branch ?? '', commit].filter(part => part !== '').join(' ');
  return fact === '' ? [] : [fact];
}

function deviceFacts({ devices }: Snapshot): string[] {
  const counts = new Map<string, number>();
  for (const { name } of devices ?? []) {
    const short = shortDevice(name);
    counts.set(short, (counts.get(short) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`));
}

function frameworkFacts({ frameworks }: Snapshot): string[] {
  return Object.entries(frameworks ?? {}).flatMap(([name, facts]) => {
    if (!facts?.version) {
      return [];
    }
    const framework = `${name} ${shortVersion(facts.version)}`;
    return facts.cuda ? [framework, `CUDA ${facts.cuda}`] : [framework];
  });
}

/** The facts of a kernel in a few words each, the most telling first; what is unknown is left out. */
export function shortFacts(snapshot: Snapshot, trans: TranslationBundle): string[] {
  const language = snapshot.python
    ? `Python ${shortVersion(snapshot.python.version)}`
    : snapshot.language.charAt(0).toUpperCase() + snapshot.language.slice(1);
  return [
    language,
    ...frameworkFacts(snapshot),
    ...deviceFacts(snapshot),
    ...seedFact(snapshot, trans),
    ...gitFact(snapshot)
  ];
}

/** Subjects of changes that are words, not names. */
function subjectText(subject: string, trans: TranslationBundle): string {
  switch (subject) {
    case 'environment':
      return trans.__('Python environment');
    case 'driver':
      return trans.__('NVIDIA driver');
    case 'host':
      return trans.__('Host');
    case 'image':
      return trans.__('Container image');
    default:
      return subject;
  }
}

/** One change of the environment, such as `torch 2.1 → 2.13`. */
export function changeText({ subject, before, after }: IChangedFact, trans: TranslationBundle): string {
  const name = subjectText(subject, trans);
  if (before === null) {
    return trans.__('%1 %2 added', name, after ?? '');
  }
  if (after === null) {
    return trans.__('%1 %2 removed', name, before);
  }
  return `${name} ${before} → ${after}`;
}

/** A change in as few words as possible: versions without their last parts where these are the same. */
export function shortChangeText(change: IChangedFact, trans: TranslationBundle): string {
  const { before, after } = change;
  if (before === null || after === null || shortVersion(before) === shortVersion(after)) {
    return changeText(change, trans);
  }
  return changeText({ ...change, before: shortVersion(before), after: shortVersion(after) }, trans);
}

/** How many packages are not what they were. */
export function packagesDiffer(count: number, trans: TranslationBundle): string {
  return trans._n('%1 package differs', '%1 packages differ', count);
}

/** How many changes are not shown. */
export function moreChanges(count: number, trans: TranslationBundle): string {
  return trans._n('%1 more change', '%1 more changes', count);
}
