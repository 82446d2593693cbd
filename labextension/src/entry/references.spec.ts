import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Drift, Snapshot } from '../_schema';
import { setFact } from './factPaths';
import { materialise, rebase, resolve, type StoredFacts } from './references';

/** Facts of every shape that a snapshot has. */
const FACTS: Snapshot = {
  version: 1,
  captured_at: '2026-11-20T12:00:00+08:00',
  busy: false,
  language: 'python',
  python: { version: '3.11.4', executable: '/usr/bin/python' },
  host: { name: 'alpha', cpus: 8, process_id: 4711, started_at: '2026-11-20T11:00:00+08:00' },
  frameworks: { torch: { version: '2.1.0', imported: true, threads: 4 }, jax: null },
  libraries: { 'ruamel.yaml': '0.18.5' },
  devices: [
    { index: 0, name: 'H100', memory_bytes: 85_899_345_920, memory_used_bytes: 512 },
    { index: 1, name: 'H100', memory_bytes: 85_899_345_920 }
  ],
  cuda: { driver: '550.54', initialised: true },
  seeds: { torch: { value: '42', source: 'source text', confidence: 'likely' } },
  determinism: { 'cudnn.deterministic': true, PYTHONHASHSEED: null },
  git: { commit: '1234567', dirty: false, changes: { count: 1, files: ['a.py'] } },
  packages: { count: 120, sha256: 'a'.repeat(64), folders: ['/lib'] },
  container: null,
  absent: { container: 'not in a container' },
  findings: [{ code: 'seed', message: 'm', remedy: 'r' }],
  failed: [],
  ages: { git: 1 }
};

const MADE = '2026-11-21T09:00:00.000+08:00';

/** The facts after these changes, each given as name and new text. */
function changed(after: Record<string, string | null>): Snapshot {
  const drift = Object.entries(after).map(([name, text]) => ({ name, before: null, after: text }));
  return materialise({ holder: 'x', facts: FACTS, drift }, MADE);
}

describe('facts with what differs', () => {
  it('have the types of the schema, whatever was there before', () => {
    const facts = changed({
      'python.version': '3.12',
      'frameworks.torch.threads': '16',
      'frameworks.jax.version': '0.4.30',
      'frameworks.jax.imported': 'false',
      'libraries.ruamel.yaml': '0.18.6',
      'libraries.zope.interface': '6.0',
      'devices[1].name': 'A100',
      'devices[1].memory_bytes': '1024',
      'devices[2].index': '2',
      'devices[2].name': 'A100',
      'determinism.cudnn.deterministic': 'false',
      'determinism.cudnn.benchmark': 'true',
      'determinism.PYTHONHASHSEED': '0',
      'git.commit': '7654321',
      'git.dirty': 'true',
      'container.image': 'study:1',
      language: 'julia'
    });
    expect(facts).toMatchObject({
      captured_at: MADE,
      language: 'julia',
      python: { version: '3.12', executable: '/usr/bin/python' },
      frameworks: { torch: { threads: 16 }, jax: { version: '0.4.30', imported: false } },
      libraries: { 'ruamel.yaml': '0.18.6', 'zope.interface': '6.0' },
      devices: [
        { index: 0, name: 'H100' },
        { index: 1, name: 'A100', memory_bytes: 1024 },
        { index: 2, name: 'A100' }
      ],
      determinism: { 'cudnn.deterministic': false, 'cudnn.benchmark': true, PYTHONHASHSEED: '0' },
      git: { commit: '7654321', dirty: true },
      container: { image: 'study:1' },
      absent: {}
    });
    expect(FACTS.git?.commit).toBe('1234567');
  });

  it('are not there where the difference is that they are gone', () => {
    const facts = changed({
      'frameworks.torch.version': null,
      'frameworks.torch.imported': null,
      'frameworks.torch.threads': null,
      'libraries.ruamel.yaml': null,
      'devices[0].index': null,
      'devices[0].name': null,
      'devices[0].memory_bytes': null,
      'devices[1].index': null,
      'devices[1].name': null,
      'devices[1].memory_bytes': null,
      'git.commit': null,
      'git.dirty': null,
      'python.executable': null
    });
    expect(facts).toMatchObject({ libraries: {}, devices: [], git: null, python: { executable: null } });
    expect(facts.frameworks).toEqual({ torch: null, jax: null });
  });

  it('leave out what was of the moment of the other entry alone', () => {
    const facts = changed({});
    expect(facts).not.toHaveProperty('findings');
    expect(facts).not.toHaveProperty('ages');
    expect(facts.host).toEqual({ name: 'alpha', cpus: 8 });
    expect(facts.git).toEqual({ commit: '1234567', dirty: false });
    expect(facts.packages).toEqual({ count: 120, sha256: 'a'.repeat(64) });
    expect(facts.devices?.[0]).not.toHaveProperty('memory_used_bytes');
  });

  it('say that it is unknown how a seed that differs was found', () => {
    const facts = changed({ 'seeds.torch.value': '18446744073709551615', 'seeds.numpy.value': '7' });
    expect(facts.seeds).toEqual({
      torch: { value: '18446744073709551615', source: 'unknown' },
      numpy: { value: '7', source: 'unknown' }
    });
  });

  it('keep a number as text that JavaScript would write otherwise', () => {
    expect(changed({ 'host.cpus': '1e3' }).host).toMatchObject({ cpus: '1e3' });
  });

  interface ISchema {
    readonly type?: string | string[];
    readonly properties?: Record<string, ISchema>;
    readonly additionalProperties?: boolean | ISchema;
    readonly items?: ISchema;
    readonly anyOf?: ISchema[];
    readonly $ref?: string;
    readonly $defs?: Record<string, ISchema>;
  }

  const path = join(__dirname, '../../../src/jupyterlab_journal/entry/schema/snapshot.v1.json');
  const root = JSON.parse(readFileSync(path, 'utf-8')) as ISchema;

  /** Names and types of the facts in a schema; `any.name` stands for a name that is free. */
  function leaves(schema: ISchema, name: string): [string, string[]][] {
    const referred = schema.$ref === undefined ? schema : root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    const { properties = {}, additionalProperties: others, items, anyOf = [], type = [] } = referred ?? {};
    const parts = [
      ...anyOf.flatMap(part => leaves(part, name)),
      ...Object.entries(properties).flatMap(([key, part]) =>
        leaves(part, name === '' ? key : `${name}.${key}`)
      ),
      ...(typeof others === 'object' ? leaves(others, `${name}.any`) : []),
      ...(items ? leaves(items, `${name}[0]`) : [])
    ];
    const own = [type].flat().filter(one => !['object', 'array', 'null'].includes(one));
    return own.length > 0 ? [[name, own]] : parts;
  }

  it('get each the type that the schema names, also where nothing was known', () => {
    const passing =
      /^(version|captured_at|busy|findings|failed|ages|git\.changes|packages\.folders)|_(id|used_bytes|peak_bytes)$|initialised$|\.source$/;
    const facts = leaves(root, '').filter(([name]) => !passing.test(name));
    expect(facts.length).toBeGreaterThan(40);
    for (const [name, types] of facts) {
      const text = types.includes('boolean') ? 'true' : '3';
      const value: Record<string, unknown> = {};
      setFact(value, { name, before: null, after: text });
      const found = JSON.stringify(value);
      const wanted = types.includes('boolean') ? 'true' : types.includes('integer') ? '3' : '"3"';
      expect([name, /[:[]/.test(found[found.indexOf(wanted) - 1] ?? '')]).toEqual([name, true]);
    }
  });
});

describe('references to facts', () => {
  const drift = (name: string, before: string | null, after: string | null): Drift => ({
    name,
    before,
    after
  });

  it('are followed to the entry that holds the facts, adding up what differs', () => {
    const stored: Record<string, StoredFacts> = {
      a: FACTS,
      b: { same_as: 'a', drift: [drift('git.commit', '1', '2'), drift('host.name', 'alpha', 'beta')] }
    };
    const found = resolve(
      { same_as: 'b', drift: [drift('git.commit', '2', '3'), drift('host.name', 'beta', 'alpha')] },
      id => stored[id]
    );
    expect(found).toEqual({ holder: 'a', facts: FACTS, drift: [drift('git.commit', '1', '3')] });
  });

  it('lead nowhere when the entry is gone, or in a circle', () => {
    expect(resolve({ same_as: 'gone', drift: [] }, () => undefined)).toBeNull();
    expect(resolve({ same_as: 'a', drift: [] }, () => ({ same_as: 'a', drift: [] }))).toBeNull();
  });

  it('can be distinguished from another entry that differs from the same facts', () => {
    const first = [drift('git.commit', '1', '2'), drift('host.name', 'alpha', 'beta')];
    const second = [drift('git.commit', '1', '2'), drift('python.version', '3.11', '3.12')];
    expect(rebase(second, first)).toEqual([
      drift('host.name', 'beta', 'alpha'),
      drift('python.version', '3.11', '3.12')
    ]);
    expect(rebase(first, first)).toEqual([]);
  });
});
