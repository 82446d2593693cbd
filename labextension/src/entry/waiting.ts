import type { ISignal } from '@lumino/signaling';

/**
 * What `look` finds after one of the next signals; null when it finds nothing in time.
 *
 * @param patience - longest time to wait, in milliseconds
 */
export function changedWithin<T>(
  changed: ISignal<unknown, unknown>,
  look: () => T | null,
  patience: number
): Promise<T | null> {
  return new Promise(resolve => {
    const end = (found: T | null): void => {
      clearTimeout(timer);
      changed.disconnect(onChanged);
      resolve(found);
    };
    const onChanged = (): void => {
      const found = look();
      if (found !== null) {
        end(found);
      }
    };
    const timer = setTimeout(() => {
      end(null);
    }, patience);
    changed.connect(onChanged);
  });
}
