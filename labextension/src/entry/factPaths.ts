import type { Drift } from '../_schema';

type Owner = Record<string | number, unknown>;

/** Groups of texts by any name, dots included. */
const TEXTS_BY_NAME = /^(libraries|packages\.versions)$/;
/** Groups of flags by any name, dots included. */
const FLAGS_BY_NAME = /^determinism$/;
/** Groups of objects by any name, dots included. */
const OBJECTS_BY_NAME = /^(frameworks|seeds)$/;
const BY_NAME = [TEXTS_BY_NAME, FLAGS_BY_NAME, OBJECTS_BY_NAME];
/** Facts that are whole numbers, as in `snapshot.v1.json`; seeds are not. */
const NUMBERS =
  /(^devices\[\d+\]\.(index|memory_bytes)|^data\[\d+\]\.bytes|^host\.(cpus|memory_bytes)|^distributed\.(rank|world_size|local_rank)|^packages\.count|\.threads)$/;
/** Facts that are true or false. */
const FLAGS = /(^determinism\..*|^git\.dirty|\.gpu_build|\.imported)$/;
/** How a fact was found: no fact itself, and never noted as different. */
const EXPLANATIONS: ReadonlySet<string> = new Set(['source', 'confidence']);

/**
 * Set a fact by its dotted name, such as `devices[0].name`, to what it differs by.
 *
 * @param facts - groups of facts, changed in place
 */
export function setFact(facts: Owner, { name, after }: Drift): void {
  const path = pathOf(facts, name);
  const owners = ownersOf(facts, path);
  const owner = owners.at(-1) ?? facts;
  const leaf = path.at(-1) ?? name;
  if (after === null && TEXTS_BY_NAME.test(path.slice(0, -1).join('.'))) {
    Reflect.deleteProperty(owner, leaf);
  } else {
    owner[leaf] = after === null ? null : typed(after, owner[leaf], name);
  }
  explain(facts, path, owner);
  if (after === null && path[0] !== 'seeds') {
    collapse(owners, path);
  }
}

/** The keys that lead to a fact. Names may have dots, so what is there decides, then what may be. */
function pathOf(facts: Owner, name: string): (string | number)[] {
  const path: (string | number)[] = [];
  let owner: unknown = facts;
  let rest = name;
  while (rest !== '') {
    const index = /^\[(\d+)\]\.?/.exec(rest);
    const key = index === null ? (knownKey(owner, rest) ?? newKey(path.join('.'), rest)) : Number(index[1]);
    rest = index === null ? rest.slice(String(key).length).replace(/^\./, '') : rest.slice(index[0].length);
    path.push(key);
    owner = isOwner(owner) ? owner[key] : undefined;
  }
  return path;
}

function knownKey(owner: unknown, rest: string): string | undefined {
  const keys = isOwner(owner) ? Object.keys(owner) : [];
  const fitting = keys.filter(
    key => rest === key || rest.startsWith(`${key}.`) || rest.startsWith(`${key}[`)
  );
  return fitting.sort((a, b) => b.length - a.length)[0];
}

function newKey(group: string, rest: string): string {
  if (TEXTS_BY_NAME.test(group) || FLAGS_BY_NAME.test(group)) {
    return rest;
  }
  const end = OBJECTS_BY_NAME.test(group) ? rest.lastIndexOf('.') : rest.search(/[.[]/);
  return end <= 0 ? rest : rest.slice(0, end);
}

/** What holds each step of a path; made where it is missing. */
function ownersOf(facts: Owner, path: readonly (string | number)[]): Owner[] {
  const owners = [facts];
  path.slice(0, -1).forEach((key, index) => {
    const owner = owners[index] ?? facts;
    if (!isOwner(owner[key])) {
      owner[key] = typeof path[index + 1] === 'number' ? [] : {};
    }
    owners.push(owner[key] as Owner);
  });
  return owners;
}

function isOwner(value: unknown): value is Owner {
  return typeof value === 'object' && value !== null;
}

/** The value that was written as this text. */
function typed(text: string, current: unknown, name: string): unknown {
  if (typeof current === 'boolean' || (typeof current !== 'string' && FLAGS.test(name))) {
    return text === 'true' || text === 'false' ? text === 'true' : text;
  }
  if (typeof current === 'number' || NUMBERS.test(name)) {
    // A number that JavaScript would write otherwise stays the text that it was.
    return String(Number(text)) === text ? Number(text) : text;
  }
  return text;
}

/** How the fact before was found, or why there was none, does not explain the new one. */
function explain(facts: Owner, path: readonly (string | number)[], owner: Owner): void {
  const [group = ''] = path;
  if (isOwner(facts.absent)) {
    Reflect.deleteProperty(facts.absent, group);
  }
  if (group === 'seeds') {
    owner.source = 'unknown';
    Reflect.deleteProperty(owner, 'confidence');
  } else if (group === 'distributed') {
    owner.source ??= 'unknown';
  }
}

/** Say of an object without any fact left that it is not there; a group by name may be empty. */
function collapse(owners: readonly Owner[], path: readonly (string | number)[]): void {
  for (let depth = owners.length - 1; depth > 0; depth -= 1) {
    const [owner, parent, key] = [owners[depth] ?? {}, owners[depth - 1] ?? {}, path[depth - 1] ?? ''];
    const group = path.slice(0, depth).join('.');
    const isEmpty = Object.entries(owner).every(([name, value]) => value === null || EXPLANATIONS.has(name));
    if (!isEmpty || Array.isArray(owner) || BY_NAME.some(pattern => pattern.test(group))) {
      return;
    }
    parent[key] = null;
  }
}
