import type { Entry } from '../_schema';
import { isReference } from '../entry/references';
import { requestSize } from './outputs';

/** How much of the entries is sent whole, in bytes; of the rest, what places them in time. */
const WHOLE_LIMIT = 1024 * 1024;

/** Longest title that is sent of an entry that is not sent whole, in characters. */
const TITLE_LIMIT = 300;

/** When an entry was made, of what kind, about what, and whether it is a copy, which does not count. */
function outline({ version, id, kind, created, copied_from, title, source }: Entry): Entry {
  return {
    version,
    id,
    kind,
    created,
    ...(copied_from !== undefined && { copied_from }),
    ...(title !== undefined && { title: title.slice(0, TITLE_LIMIT) }),
    ...(source !== undefined && { source: outlineOf(source) })
  };
}

function outlineOf({
  cell_id,
  execution_count,
  sha256,
  process
}: NonNullable<Entry['source']>): NonNullable<Entry['source']> {
  return { cell_id, execution_count, sha256, ...(process !== undefined && { process }) };
}

/** An entry with what decides whether it is sent whole. */
interface IRanked {
  readonly entry: Entry;
  readonly isAbout: boolean;
  readonly time: number;
}

/** What the server looks back to, however long ago: the facts that others refer to, what the cell last did. */
const SOUGHT: readonly ((ranked: IRanked) => boolean)[] = [
  ({ entry: { snapshot } }) => snapshot !== undefined && !isReference(snapshot),
  ({ entry: { kind }, isAbout }) => isAbout && kind === 'step',
  ({ entry: { kind }, isAbout }) => isAbout && kind === 'error'
];

/** Which entries are sent whole: those about the cell first, then the newest, as long as there is room. */
function chooseWhole(entries: readonly Entry[], cellId: string | null): ReadonlySet<Entry> {
  const newestFirst = entries
    .map((entry): IRanked => ({
      entry,
      isAbout: cellId !== null && entry.source?.cell_id === cellId,
      time: Date.parse(entry.created)
    }))
    .sort((a, b) => b.time - a.time);
  const sought = SOUGHT.map(isSought => newestFirst.find(isSought)).filter(ranked => ranked !== undefined);
  const about = newestFirst.filter(({ isAbout }) => isAbout);
  const whole = new Set<Entry>();
  let room = WHOLE_LIMIT;
  for (const { entry } of new Set([...sought, ...about, ...newestFirst])) {
    const size = requestSize(entry);
    if (size <= room) {
      room -= size;
      whole.add(entry);
    }
  }
  return whole;
}

/**
 * The entries of a notebook for the server, which decides by time what came before. They stay in
 * their order; what does not fit is sent without its facts and figures.
 *
 * @param cellId - the cell that the new entry is about; null when it is about none
 */
export function boundEntries(entries: readonly Entry[], cellId: string | null): Entry[] {
  const whole = chooseWhole(entries, cellId);
  return entries.map(entry => (whole.has(entry) ? entry : outline(entry)));
}
