import { nullTranslator } from '@jupyterlab/translation';
import type { Snapshot } from '../_schema';
import { detailedFacts, shortFacts } from './facts';

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

  it('name the language when there is no Python', () => {
    expect(detailedFacts(BARE, trans)).toEqual([['Language', 'r']]);
  });
});
