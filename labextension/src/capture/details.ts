import type { TranslationBundle } from '@jupyterlab/translation';
import type { FrameworkFacts, Seed, Snapshot } from '../_schema';

/** One line of the detail: a name and what is known. */
export type Detail = readonly [name: string, value: string];

const GIBIBYTE = 2 ** 30;

/** What is there, joined. */
function joined(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter(part => typeof part === 'string' && part !== '').join(' · ');
}

function seedText(seed: Seed, trans: TranslationBundle): string {
  if (seed.value === null) {
    return trans.__('unknown');
  }
  switch (seed.source) {
    case 'recovered':
      return trans.__('%1, recovered from its state', seed.value);
    case 'source text':
      return trans.__('%1, written in the code, not checked', seed.value);
    default:
      return seed.value;
  }
}

function frameworkText(facts: FrameworkFacts, trans: TranslationBundle): string {
  return joined(
    facts.version ?? trans.__('unknown'),
    facts.cuda && `CUDA ${facts.cuda}`,
    facts.cudnn && `cuDNN ${facts.cudnn}`,
    facts.backend && trans.__('backend %1', facts.backend),
    facts.default_dtype,
    typeof facts.threads === 'number' && trans._n('%1 thread', '%1 threads', facts.threads),
    !facts.imported && trans.__('not imported')
  );
}

function machineDetails({ host, cuda, devices, distributed }: Snapshot, trans: TranslationBundle): Detail[] {
  const details: Detail[] = [
    [trans.__('Host'), joined(host?.name, host?.platform)],
    [trans.__('Working folder'), host?.folder ?? ''],
    [trans.__('Process started'), host?.started_at ?? ''],
    [
      trans.__('NVIDIA driver'),
      joined(
        cuda?.driver,
        typeof cuda?.visible_devices === 'string' && `CUDA_VISIBLE_DEVICES=${cuda.visible_devices}`
      )
    ]
  ];
  for (const device of devices ?? []) {
    const memory = device.memory_bytes ? `${(device.memory_bytes / GIBIBYTE).toFixed(0)} GiB` : '';
    const used =
      typeof device.memory_used_bytes === 'number' &&
      trans.__('%1 GiB in use', (device.memory_used_bytes / GIBIBYTE).toFixed(1));
    details.push([trans.__('Device %1', device.index), joined(device.name, memory, used)]);
  }
  if (distributed && typeof distributed.rank === 'number' && typeof distributed.world_size === 'number') {
    const rank = trans.__('rank %1 of %2', distributed.rank, distributed.world_size);
    details.push([
      trans.__('Run on several processes'),
      joined(rank, distributed.backend, distributed.hosts)
    ]);
  }
  return details;
}

function gitDetails({ git }: Snapshot, trans: TranslationBundle): Detail[] {
  if (!git?.commit) {
    return [];
  }
  const count = git.changes?.count;
  const state = git.dirty && trans.__('with uncommitted changes');
  const files = count !== undefined && trans._n('%1 changed file', '%1 changed files', count);
  return [['Git', joined(git.branch, git.commit, state, files)]];
}

function flagDetails({ determinism }: Snapshot, trans: TranslationBundle): Detail[] {
  const flags = Object.entries(determinism ?? {}).filter(([, value]) => value !== null);
  const text = flags.map(([name, value]) => `${name}=${value}`).join(' · ');
  return [[trans.__('Settings that decide about repetition'), text]];
}

/** All that is known, for a person who wants to look closer. */
export function detailedFacts(snapshot: Snapshot, trans: TranslationBundle): Detail[] {
  const { python, packages, container, launch, libraries } = snapshot;
  const details: Detail[] = python
    ? [
        ['Python', joined(python.version, python.executable)],
        [
          trans.__('Python environment'),
          python.environment?.kind ? `${python.environment.kind} ${python.environment.name ?? ''}` : ''
        ]
      ]
    : [[trans.__('Language'), snapshot.language]];
  for (const [name, facts] of Object.entries(snapshot.frameworks ?? {})) {
    if (facts) {
      details.push([name, frameworkText(facts, trans)]);
    }
  }
  const named = Object.entries(libraries ?? {}).map(([name, version]) => `${name} ${version}`);
  details.push([trans.__('Libraries'), named.join(' · ')], ...machineDetails(snapshot, trans));
  for (const [name, seed] of Object.entries(snapshot.seeds ?? {})) {
    details.push([trans.__('Seed of %1', name), seedText(seed, trans)]);
  }
  details.push(
    ...flagDetails(snapshot, trans),
    ...gitDetails(snapshot, trans),
    [trans.__('Packages'), packages ? String(packages.count) : ''],
    [trans.__('Container'), joined(container?.kind, container?.image, container?.tag, container?.digest)],
    [trans.__('Launch command'), launch?.command ?? '']
  );
  for (const { probe, reason } of snapshot.failed ?? []) {
    details.push([trans.__('Not known: %1', probe), reason]);
  }
  return details.filter(([, value]) => value !== '');
}
