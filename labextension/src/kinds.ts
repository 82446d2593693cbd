import type { TranslationBundle } from '@jupyterlab/translation';
import type { Kind } from './_schema';

/** Every kind of entry, in the order of an experiment. */
const ORDER: Record<Kind, number> = {
  goal: 0,
  hypothesis: 1,
  environment: 2,
  step: 3,
  error: 4,
  result: 5,
  figure: 6,
  conclusion: 7,
  note: 8
};

/** Whether `value`, which may come from anywhere, names a kind of entry. */
export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(ORDER, value);
}

/** Every kind of entry, in the order of an experiment. */
export const KINDS: readonly Kind[] = Object.keys(ORDER)
  .filter(isKind)
  .sort((a, b) => ORDER[a] - ORDER[b]);

/** What a person calls an entry of this kind. */
export function kindLabel(kind: Kind, trans: TranslationBundle): string {
  switch (kind) {
    case 'goal':
      return trans.__('Goal');
    case 'hypothesis':
      return trans.__('Hypothesis');
    case 'step':
      return trans.__('Debug step');
    case 'error':
      return trans.__('Error');
    case 'result':
      return trans.__('Result');
    case 'figure':
      return trans.__('Figure');
    case 'environment':
      return trans.__('Environment');
    case 'conclusion':
      return trans.__('Conclusion');
    case 'note':
      return trans.__('Note');
  }
}
