import type { Drift, Entry, Snapshot } from '../_schema';
import type { JournalItem } from '../tokens';
import { changedFacts, lastFacts } from './drift';

const BEFORE: Snapshot = {
  version: 1,
  captured_at: '2026-01-01T00:00:00Z',
  busy: false,
  language: 'python',
  python: { version: '3.11.7', environment: { kind: 'venv', name: 'lab' } },
  host: { name: 'node7', process_id: 1 },
  frameworks: { torch: { version: '2.1.0', cuda: '12.1', imported: false }, tensorflow: null },
  libraries: { transformers: '4.0' },
  devices: [
    { index: 0, name: 'A100' },
    { index: 1, name: 'A100' }
  ],
  seeds: { torch: { value: '1', source: 'state' } },
  git: { commit: 'abc', branch: 'main' },
  packages: { count: 2, sha256: 'a', versions: { torch: '2.1.0', einops: '0.7' } }
};
const ID = '01KAG4X2M8ZQ3YB6T5R7W9V0CD';

function item(snapshot: Entry['snapshot'], id = ID): JournalItem {
  const entry = { version: 1, id, kind: 'step', created: '2026-01-01T00:00:00Z', snapshot } as Entry;
  return { readable: true, cellId: id, entry, title: '', number: 1 };
}

/** The changes as lines, for a notebook with these entries. */
function changes(items: readonly JournalItem[], now: Snapshot): string[] {
  const before = lastFacts(items);
  return before === null
    ? ['nothing to compare with']
    : changedFacts(before, now).map(change => `${change.subject}: ${change.before} > ${change.after}`);
}

function drifted(drift: Drift[]): JournalItem {
  return item({ same_as: ID, drift }, '01KAG4X2M8ZQ3YB6T5R7W9V0CE');
}

describe('the drift of the environment', () => {
  it('is nothing when nothing but the process, the run and the code differ', () => {
    const now: Snapshot = {
      ...BEFORE,
      host: { name: 'node7', process_id: 2 },
      frameworks: { torch: { version: '2.1.0', cuda: '12.1', imported: true, threads: 8 } },
      seeds: { torch: { value: '2', source: 'state' } },
      git: { commit: 'def', branch: 'main' }
    };
    expect(changes([item(BEFORE)], now)).toEqual([]);
  });

  it('names each changed fact once, a framework as a framework', () => {
    const now: Snapshot = {
      ...BEFORE,
      frameworks: { torch: { version: '2.13.0', cuda: '12.6', imported: false } },
      devices: [{ index: 0, name: 'H100' }],
      packages: { count: 3, sha256: 'b', versions: { torch: '2.13.0', timm: '1.0' } },
      libraries: { transformers: '5.0' }
    };
    expect(changes([item(BEFORE)], now)).toEqual([
      'torch: 2.1.0 > 2.13.0',
      'CUDA: 12.1 > 12.6',
      'GPU: A100 > H100',
      'transformers: 4.0 > 5.0',
      'einops: 0.7 > null',
      'timm: null > 1.0'
    ]);
  });

  it('folds away the packages that the kernel has not imported', () => {
    const now: Snapshot = {
      ...BEFORE,
      frameworks: { torch: { version: '2.13.0', cuda: '12.1', imported: false } },
      libraries: { transformers: '5.0', pandas: '2.2' },
      imported: ['transformers'],
      packages: { count: 2, sha256: 'b', versions: { torch: '2.13.0', einops: '0.8' } }
    };
    const folded = changedFacts(lastFacts([item(BEFORE)]) ?? new Map(), now).map(change => [
      change.subject,
      change.folded
    ]);
    expect(folded).toEqual([
      ['torch', false],
      ['einops', true],
      ['transformers', false],
      ['pandas', true]
    ]);
  });

  it('says nothing about what one side does not know', () => {
    const unknown: Snapshot = {
      ...BEFORE,
      python: null,
      frameworks: {},
      libraries: {},
      devices: [],
      packages: null
    };
    expect(changes([item(BEFORE)], unknown)).toEqual([]);
    expect(changes([item(unknown)], BEFORE)).toEqual([]);
    const counted: Snapshot = { ...BEFORE, packages: { count: 9, sha256: 'c' } };
    expect(changes([item(counted)], BEFORE)).toEqual([]);
  });

  it('reports a framework that was installed after the entry', () => {
    const frameworks = { ...BEFORE.frameworks, jax: { version: '0.10', imported: false } };
    expect(changes([item(BEFORE)], { ...BEFORE, frameworks })).toEqual(['jax: null > 0.10']);
  });

  it('compares with the last entry, though it only says what differs from an earlier one', () => {
    const drift = [
      { name: 'frameworks.torch.version', before: '2.1.0', after: '2.13.0' },
      { name: 'devices[0].name', before: 'A100', after: 'H100' },
      { name: 'packages.versions.einops', before: '0.7', after: null }
    ];
    const now: Snapshot = {
      ...BEFORE,
      frameworks: { torch: { version: '2.13.0', cuda: '12.1', imported: false } },
      devices: [{ index: 0, name: 'H100' }],
      packages: { count: 1, sha256: 'd', versions: { torch: '2.1.0' } }
    };
    expect(changes([item(BEFORE), drifted(drift)], now)).toEqual([]);
    expect(changes([item(BEFORE), drifted([])], now)).toContain('GPU: A100 > H100');
  });

  it('needs facts to compare with', () => {
    expect(changes([], BEFORE)).toEqual(['nothing to compare with']);
    expect(changes([item(undefined)], BEFORE)).toEqual(['nothing to compare with']);
    expect(changes([drifted([])], BEFORE)).toEqual(['nothing to compare with']);
    expect(changes([{ readable: false, cellId: 'a', field: 'id' }], BEFORE)).toEqual([
      'nothing to compare with'
    ]);
  });
});
