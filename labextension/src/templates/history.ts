import type { Entry } from '../_schema';
import { requestSize } from './outputs';

/** How much of the entries is sent whole, in bytes; of the rest, what places them in time. */
const WHOLE_LIMIT = 1024 * 1024;

/** Longest title that is sent of an entry that is not sent whole, in characters. */
const TITLE_LIMIT = 300;

/** When an entry was made, of what kind, and about what. */
function outline({ version, id, kind, created, title, source }: Entry): Entry {
  return {
    version,
    id,
    kind,
    created,
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

/** Which entries are sent whole: those about the cell first, then the newest, as long as there is room. */
function chooseWhole(entries: readonly Entry[], cellId: string | null): ReadonlySet<Entry> {
  const isAbout = ({ source }: Entry): boolean => cellId !== null && source?.cell_id === cellId;
  const sorted = entries
    .map(entry => ({ entry, about: isAbout(entry), time: Date.parse(entry.created) }))
    .sort((a, b) => Number(b.about) - Number(a.about) || b.time - a.time);
  const whole = new Set<Entry>();
  let room = WHOLE_LIMIT;
  for (const { entry } of sorted) {
    const size = requestSize(entry);
    if (size > room) {
      break;
    }
    room -= size;
    whole.add(entry);
  }
  return whole;
}

/**
 * The entries of a notebook for the server, which decides by time what came before. They stay in
 * their order; what does not fit is sent without its facts.
 *
 * @param cellId - the cell that the new entry is about; null when it is about none
 */
export function boundEntries(entries: readonly Entry[], cellId: string | null): Entry[] {
  const whole = chooseWhole(entries, cellId);
  return entries.map(entry => (whole.has(entry) ? entry : outline(entry)));
}
