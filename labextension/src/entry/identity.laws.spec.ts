import type { NotebookModel } from '@jupyterlab/notebook';
import type { YNotebook } from '@jupyter/ydoc';
import type { Entry } from '../_schema';
import { entryCell, entryId, makeNotebook, type TestCell } from '../testing';
import { EntriesModel } from './model';
import { HEADINGS } from './testing';

type Json = Record<string, unknown>;

const COMMITS = ['aaaaaaa', 'bbbbbbb', '1234567', null];
const DEVICES = ['H100', 'A100', null];

/** A source of chance that gives the same for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The facts by dotted name that differences are taken of; written anew here, so that it judges. */
function flat(value: unknown, name = ''): [string, string][] {
  if (value === null || value === undefined) {
    return [];
  }
  if (typeof value !== 'object') {
    return [[name, JSON.stringify(value).replace(/^"|"$/g, '')]];
  }
  const passing =
    /^(captured_at|busy|version|findings|failed|ages|absent|host\.process_id)$|\.(source|confidence)$/;
  return Object.entries(value).flatMap(([key, item]) => {
    const inner = Array.isArray(value) ? `${name}[${key}]` : name === '' ? key : `${name}.${key}`;
    return passing.test(inner) ? [] : flat(item, inner);
  });
}

/** What an entry of these means by its facts; undefined when it means none that are there. */
function meaning(entry: Entry, all: readonly Entry[]): Record<string, string> | undefined {
  const { snapshot } = entry;
  if (!snapshot || !('same_as' in snapshot)) {
    return snapshot && Object.fromEntries(flat(snapshot));
  }
  const reference = snapshot as { same_as: string; drift: { name: string; after: string | null }[] };
  const base = all.find(({ id }) => id === reference.same_as)?.snapshot;
  if (!base || 'same_as' in base) {
    return undefined;
  }
  const facts = new Map(flat(base));
  for (const { name, after } of reference.drift) {
    facts.delete(name);
    if (after !== null) {
      facts.set(name, after);
    }
  }
  return Object.fromEntries([...facts].sort());
}

/** A notebook as the server makes it: some entries with facts, the others with what differs. */
function studied(pick: (below: number) => number): TestCell[] {
  let holder = 0;
  return Array.from({ length: 3 + pick(6) }, (_, index) => {
    const number = index + 1;
    const created = `2026-11-20T12:${String(10 + index)}:00+08:00`;
    const isWhole = holder === 0 || pick(4) === 0;
    holder = isWhole ? number : holder;
    const drift = [
      { name: 'git.commit', before: 'aaaaaaa', after: COMMITS[pick(4)] ?? null },
      { name: 'devices[0].name', before: 'H100', after: DEVICES[pick(2)] ?? null },
      { name: 'frameworks.jax.imported', before: null, after: ['true', null][pick(2)] ?? null },
      { name: 'seeds.torch.value', before: null, after: ['42', null][pick(2)] ?? null }
    ].filter(({ before, after }) => before !== after);
    const whole = {
      version: 1,
      captured_at: created,
      busy: false,
      language: 'python',
      git: { commit: 'aaaaaaa', dirty: true },
      devices: [{ index: 0, name: 'H100' }],
      frameworks: { jax: null, torch: { version: '2.1', imported: true } },
      seeds: { torch: { value: null, source: 'unknown' } }
    };
    const snapshot = (isWhole ? whole : { same_as: entryId(holder), drift }) as Entry['snapshot'];
    return entryCell(`### Step ${number} · s\n\nsome text`, 'step', number, { created, snapshot });
  });
}

/** The changes that JupyterLab makes of cells, as it makes them. */
function changes(shared: YNotebook, pick: (below: number) => number): Record<string, () => void> {
  const any = (): number => pick(shared.cells.length);
  const cell = (index: number): Json => {
    const copied = shared.getCell(index).toJSON() as unknown as Json;
    delete copied.id;
    return copied;
  };
  let clipboard: Json[] = [];
  return {
    copy: () => (clipboard = [cell(any())]),
    cut: () => {
      if (shared.cells.length > 1) {
        const at = any();
        clipboard = [cell(at)];
        shared.deleteCell(at);
      }
    },
    paste: () => {
      shared.insertCells(pick(shared.cells.length + 1), JSON.parse(JSON.stringify(clipboard)) as never[]);
    },
    remove: () => {
      if (shared.cells.length > 1) {
        shared.deleteCell(any());
      }
    },
    split: () => {
      const at = any();
      const old = shared.getCell(at);
      const source = old.getSource();
      const middle = pick(source.length + 1);
      shared.transact(() => {
        shared.insertCell(at, { ...cell(at), source: source.slice(0, middle) } as never);
        old.setSource(source.slice(middle));
      });
    },
    move: () => {
      shared.moveCell(any(), any());
    },
    turn: () => {
      const at = any();
      const type = ['code', 'raw', 'markdown'][pick(3)];
      const { source, metadata } = cell(at);
      shared.transact(() => {
        shared.deleteCell(at);
        shared.insertCell(at, { cell_type: type, source, metadata } as never);
      });
    },
    merge: () => {
      const at = any();
      if (at + 1 < shared.cells.length) {
        const [active, gone] = [pick(2), shared.getCell(at).getSource()];
        const source = `${gone}\n\n${shared.getCell(at + 1).getSource()}`;
        const merged = { ...cell(at + active), source };
        shared.transact(() => {
          shared.deleteCell(at + active);
          shared.insertCell(at + active, merged as never);
          shared.deleteCell(at + 1 - active);
        });
      }
    },
    undo: () => {
      shared.undo();
    },
    redo: () => {
      shared.redo();
    }
  };
}

describe('whatever is done to the cells of a notebook', () => {
  let notebook: NotebookModel;
  let entries: EntriesModel;

  afterEach(() => {
    entries.dispose();
    notebook.dispose();
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed))('ids are unique and facts stay (seed %s)', seed => {
    const pick = chance(seed);
    notebook = makeNotebook(studied(pick));
    entries = new EntriesModel(notebook, HEADINGS);
    const shared = notebook.sharedModel as YNotebook;
    shared.clearUndoHistory();
    const live = (): Entry[] =>
      [...notebook.cells].flatMap(cell =>
        cell.type === 'markdown' && cell.getMetadata('journal') ? [cell.getMetadata('journal') as Entry] : []
      );
    const original = new Map(live().map(entry => [entry.id, meaning(entry, live())]));
    const possible = Object.entries(changes(shared, pick));
    const done: string[] = [];
    for (let step = 0; step < 40; step += 1) {
      const [name, change] = possible[pick(possible.length)] ?? ['', () => undefined];
      shared.undoManager.stopCapturing();
      change();
      done.push(name);
      const carried = [...notebook.cells].flatMap(
        cell => (cell.getMetadata('journal') as Entry | undefined) ?? []
      );
      expect([done, carried.length]).toEqual([done, new Set(carried.map(({ id }) => id)).size]);
      for (const entry of live()) {
        const facts = meaning(entry, live());
        expect([done, facts]).toEqual([done, original.get(entry.copied_from ?? entry.id)]);
      }
    }
  });
});
