import type { Entry, Snapshot } from '../_schema';
import { makeEntry } from '../testing';
import { boundEntries } from './earlierEntries';
import { requestSize } from './outputs';

const MIB = 1024 * 1024;

/** An entry about a cell, made this many minutes after noon, whose facts take this much room. */
function entry(number: number, cellId: string, size = 0): Entry {
  const minute = String(number % 60).padStart(2, '0');
  return makeEntry('step', number, {
    created: `2026-11-20T12:${minute}:00Z`,
    title: 't'.repeat(1000),
    source: { cell_id: cellId, execution_count: number, sha256: 'f'.repeat(64), process: 'p', more: 1 },
    parameters: { text: 'x'.repeat(size) }
  });
}

describe('the entries that are sent', () => {
  it('are all whole when they fit, in document order', () => {
    const entries = [entry(2, 'a', 100), entry(1, 'b', 100)];
    expect(boundEntries(entries, 'a')).toEqual(entries);
    expect(boundEntries([], null)).toEqual([]);
  });

  it('are whole for the cell and the newest others, as long as there is room', () => {
    const entries = [entry(1, 'a', 0.3 * MIB), entry(3, 'b', 0.3 * MIB), entry(2, 'b', 0.3 * MIB)];
    const [about, newest, older] = boundEntries([...entries, entry(4, 'a', 0.3 * MIB)], 'a');
    expect(about).toBe(entries[0]);
    expect(newest).toBe(entries[1]);
    expect(older).toEqual({
      version: 1,
      id: entries[2]?.id,
      kind: 'step',
      created: '2026-11-20T12:02:00Z',
      title: 't'.repeat(300),
      source: { cell_id: 'b', execution_count: 2, sha256: 'f'.repeat(64), process: 'p' }
    });
  });

  it('are whole where the server looks for them, however many newer ones there are', () => {
    const facts: Entry = { ...entry(1, 'b', 1000), snapshot: { language: 'python' } as Snapshot };
    const error: Entry = { ...entry(2, 'a', 1000), kind: 'error' };
    const step = entry(3, 'a', 1000);
    const figures = Array.from({ length: 50 }, (_, index): Entry => ({
      ...entry(index + 4, 'a', 40_000),
      kind: 'figure',
      snapshot: { same_as: facts.id, drift: [] }
    }));
    const old: Entry = { ...entry(0, 'b', 40_000), snapshot: { language: 'python' } as Snapshot };
    const sent = boundEntries([...figures, old, step, error, facts], 'a');
    expect(sent.slice(-3)).toEqual([step, error, facts]);
    expect(sent.filter(({ snapshot }) => snapshot !== undefined).length).toBeLessThan(30);
    expect(sent.at(-4)).not.toHaveProperty('snapshot');
  });

  it('are known as copies when they are not whole', () => {
    const copy: Entry = { ...entry(2, 'a', 2 * MIB), copied_from: makeEntry('step', 1).id };
    expect(boundEntries([copy], 'a')).toMatchObject([{ copied_from: makeEntry('step', 1).id }]);
    expect(boundEntries([copy], 'a')[0]).not.toHaveProperty('parameters');
  });

  it('are whole after one that is too large for all of them', () => {
    const entries = [entry(1, 'b', 1000), entry(2, 'b', 2 * MIB)];
    const [small, large] = boundEntries(entries, 'a');
    expect(small).toBe(entries[0]);
    expect(large).not.toHaveProperty('parameters');
  });

  it('stay within their room, however many and however large they are', () => {
    const many = Array.from({ length: 1000 }, (_, index) => entry(index, index % 2 ? 'a' : 'b', 20_000));
    const sent = boundEntries([...many, entry(1001, 'a', 30 * MIB)], 'a');
    expect(sent).toHaveLength(1001);
    expect(requestSize(sent)).toBeLessThan(2 * MIB);
  });
});
