import { nullTranslator } from '@jupyterlab/translation';
import type { Snapshot } from '../_schema';
import { detailedFacts } from './details';
import { changeText, shortChangeText, shortFacts } from './factTexts';

const trans = nullTranslator.load('jupyterlab_journal');

const BARE: Snapshot = { version: 1, captured_at: '2026-11-20T12:00:00+08:00', busy: false, language: 'r' };

const FULL: Snapshot = {
  ...BARE,
  language: 'python',
  python: { version: '3.11.7', executable: '/usr/bin/python3' },
  frameworks: {
    torch: { version: '2.13.0+cu126', cuda: '12.6', imported: true },
    tensorflow: null
  },
  devices: [
    { index: 0, name: 'NVIDIA H100 80GB HBM3' },
    { index: 1, name: 'NVIDIA H100 80GB HBM3' }
  ],
  seeds: {
    torch: { value: '42', source: 'state' },
    python: { value: '42', source: 'recovered' },
    numpy: { value: null, source: 'unknown' }
  },
  git: { commit: '1a2b3c4d5e6f', branch: 'main', dirty: true },
  packages: { count: 150, sha256: 'a' },
  failed: [{ probe: 'gpu', reason: 'the driver did not answer' }]
};

describe('the facts of a kernel in one line', () => {
  it('say what is known, the most telling first', () => {
    expect(shortFacts(FULL, trans)).toEqual([
      'Python 3.11',
      'torch 2.13',
      'CUDA 12.6',
      '2 × H100',
      'seed 42',
      'main 1a2b3c4*'
    ]);
  });

  it('name different seeds, exactly', () => {
    const seeds = {
      torch: { value: '18446744073709551615', source: 'state' as const },
      python: { value: '7', source: 'recovered' as const }
    };
    expect(shortFacts({ ...BARE, seeds }, trans)).toContain('seeds 18446744073709551615, 7');
  });

  it('say the language of a kernel that is not Python', () => {
    expect(shortFacts(BARE, trans)).toEqual(['R']);
  });

  it('leave out a clean mark and a commit that are not there', () => {
    expect(shortFacts({ ...BARE, git: { branch: 'main', commit: null } }, trans)).toEqual(['R', 'main']);
    expect(shortFacts({ ...BARE, git: {} }, trans)).toEqual(['R']);
  });
});

describe('the facts of a kernel in detail', () => {
  it('say that an unknown seed is unknown, and why a probe has no answer', () => {
    const details = detailedFacts(FULL, trans);
    expect(details).toContainEqual(['Seed of numpy', 'unknown']);
    expect(details).toContainEqual(['Not known: gpu', 'the driver did not answer']);
    expect(details).toContainEqual(['Git', 'main · 1a2b3c4d5e6f · with uncommitted changes']);
  });

  it('leave out a seed that is only written in the code', () => {
    const seeds = {
      numpy: { value: '7', source: 'source text' as const },
      python: { value: '9', source: 'recovered' as const }
    };
    expect(detailedFacts({ ...BARE, seeds }, trans)).toEqual([
      ['Language', 'r'],
      ['Seed of numpy', '7, written in the code, not checked'],
      ['Seed of python', '9, recovered from its state']
    ]);
    expect(shortFacts({ ...BARE, seeds }, trans)).toEqual(['R', 'seed 9']);
  });

  it('show machine, GPU, process group, flags, image and command where they are known', () => {
    const snapshot: Snapshot = {
      ...BARE,
      host: {
        name: 'node7',
        platform: 'Linux-6.1',
        folder: '/home/ada',
        started_at: '2026-11-20T11:00:00+08:00'
      },
      cuda: { initialised: false, driver: '550.54.15', visible_devices: '' },
      devices: [{ index: 0, name: 'H100', memory_bytes: 80 * 2 ** 30, memory_used_bytes: 2 ** 30 }],
      distributed: { source: 'environment', rank: 1, world_size: 4, backend: null, hosts: 'node[7-8]' },
      determinism: { 'cudnn.benchmark': true, PYTHONHASHSEED: null },
      libraries: { transformers: '5.23' },
      git: { commit: 'abc', branch: 'main', dirty: true, changes: { count: 2, files: ['a', 'b'] } },
      container: { kind: 'docker', image: 'lab', tag: 'latest', digest: null },
      launch: { command: 'jupyter lab' }
    };
    expect(detailedFacts(snapshot, trans)).toEqual([
      ['Language', 'r'],
      ['Libraries', 'transformers 5.23'],
      ['Host', 'node7 · Linux-6.1'],
      ['Working folder', '/home/ada'],
      ['Process started', '2026-11-20T11:00:00+08:00'],
      ['NVIDIA driver', '550.54.15 · CUDA_VISIBLE_DEVICES='],
      ['Device 0', 'H100 · 80 GiB · 1.0 GiB in use'],
      ['Run on several processes', 'rank 1 of 4 · node[7-8]'],
      ['Settings that decide about repetition', 'cudnn.benchmark=true'],
      ['Git', 'main · abc · with uncommitted changes · 2 changed files'],
      ['Container', 'docker · lab · latest'],
      ['Launch command', 'jupyter lab']
    ]);
  });

  it('name the language when there is no Python', () => {
    expect(detailedFacts(BARE, trans)).toEqual([['Language', 'r']]);
  });
});

describe('a change of the environment', () => {
  it('is shown in one short line', () => {
    expect(changeText({ folded: false, subject: 'torch', before: '2.1', after: '2.13' }, trans)).toBe(
      'torch 2.1 → 2.13'
    );
    expect(
      shortChangeText({ folded: false, subject: 'torch', before: '2.1.0', after: '2.13.0+cpu' }, trans)
    ).toBe('torch 2.1 → 2.13');
    expect(shortChangeText({ folded: false, subject: 'torch', before: '2.1.0', after: '2.1.1' }, trans)).toBe(
      'torch 2.1.0 → 2.1.1'
    );
    expect(shortChangeText({ folded: false, subject: 'torch', before: null, after: '2.1.1' }, trans)).toBe(
      'torch 2.1.1 added'
    );
    expect(changeText({ folded: false, subject: 'driver', before: '535', after: '550' }, trans)).toBe(
      'NVIDIA driver 535 → 550'
    );
    expect(changeText({ folded: false, subject: 'einops', before: null, after: '0.8' }, trans)).toBe(
      'einops 0.8 added'
    );
    expect(changeText({ folded: false, subject: 'einops', before: '0.8', after: null }, trans)).toBe(
      'einops 0.8 removed'
    );
  });
});
