import type { TranslationBundle } from '@jupyterlab/translation';
import type { Seed, Snapshot } from '../_schema';

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
  const known = Object.values(seeds).flatMap(seed => (seed.value === null ? [] : [seed.value]));
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

/** One line of the detail: a name and what is known. */
export type Detail = readonly [name: string, value: string];

function seedDetails(snapshot: Snapshot, trans: TranslationBundle): Detail[] {
  return Object.entries(snapshot.seeds ?? {}).map(([name, seed]) => [
    trans.__('Seed of %1', name),
    seed.value ?? trans.__('unknown')
  ]);
}

function gitDetails({ git }: Snapshot, trans: TranslationBundle): Detail[] {
  if (!git?.commit) {
    return [];
  }
  const state = git.dirty ? trans.__('with uncommitted changes') : '';
  return [['Git', [git.branch, git.commit, state].filter(Boolean).join(' · ')]];
}

/** All that is known, for a person who wants to look closer. */
export function detailedFacts(snapshot: Snapshot, trans: TranslationBundle): Detail[] {
  const { python, packages } = snapshot;
  const details: Detail[] = python
    ? [['Python', [python.version, python.executable].filter(Boolean).join(' · ')]]
    : [[trans.__('Language'), snapshot.language]];
  for (const [name, facts] of Object.entries(snapshot.frameworks ?? {})) {
    if (facts) {
      const cuda = facts.cuda ? `CUDA ${facts.cuda}` : '';
      details.push([name, [facts.version ?? trans.__('unknown'), cuda].filter(Boolean).join(' · ')]);
    }
  }
  for (const device of snapshot.devices ?? []) {
    details.push([trans.__('Device %1', device.index), device.name]);
  }
  details.push(...seedDetails(snapshot, trans), ...gitDetails(snapshot, trans));
  if (packages) {
    details.push([trans.__('Packages'), String(packages.count)]);
  }
  for (const { probe, reason } of snapshot.failed ?? []) {
    details.push([trans.__('Not known: %1', probe), reason]);
  }
  return details;
}
