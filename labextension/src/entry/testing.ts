import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import type { YNotebook } from '@jupyter/ydoc';
import { Signal } from '@lumino/signaling';
import type { Entry } from '../_schema';
import { entryCell, entryId, makePanel, sources, type TestCell } from '../testing';
import { HeadingReader, type HeadingTemplate } from './heading';
import { NotebookJournal } from './journal';
import type { TemplateHeadings } from './templates';

/** Where the server keeps what it ships, a folder for each language; its Markdown files are templates. */
const SHIPPED = join(__dirname, '..', '..', '..', 'src', 'jupyterlab_journal', 'locale');

/** The value of a key in the front matter of a template; empty when it has none. */
function valueOf(key: string, template: string): string {
  return new RegExp(`^${key}: (.*)$`, 'm').exec(template)?.[1] ?? '';
}

function shippedTemplates(): HeadingTemplate[] {
  const names = readdirSync(SHIPPED, { recursive: true, encoding: 'utf-8' });
  return names
    .filter(name => name.endsWith('.md'))
    .map(name => readFileSync(join(SHIPPED, name), 'utf-8'))
    .map(template => ({
      kind: valueOf('kind', template),
      title: valueOf('title', template),
      numbered: valueOf('numbered', template) === 'yes'
    }));
}

/** The headings of the shipped templates, as a page knows them once the server has answered. */
export const HEADINGS: Pick<TemplateHeadings, 'reader' | 'load'> & { changed: Signal<object, void> } = {
  reader: new HeadingReader(shippedTemplates()),
  changed: new Signal({}),
  load: () => Promise.resolve()
};

/** Whole facts of an entry. */
export const FACTS: Entry['snapshot'] = {
  version: 1,
  captured_at: '2026-11-20T12:00:00+08:00',
  busy: false,
  language: 'python',
  git: { commit: 'aaaaaaa', dirty: false },
  host: { name: 'alpha', process_id: 7 }
};

/** A reference to the facts of an entry, with another commit. */
export function like(number: number, commit: string | null = null): Entry['snapshot'] {
  const drift = commit === null ? [] : [{ name: 'git.commit', before: 'aaaaaaa', after: commit }];
  return { same_as: entryId(number), drift };
}

/** Three steps: the first has facts, the others refer to them. */
export const THREE: readonly TestCell[] = [
  entryCell('### Step 1 · a', 'step', 1, { snapshot: FACTS }),
  entryCell('### Step 2 · b', 'step', 2, { snapshot: like(1, 'bbbbbbb') }),
  entryCell('### Step 3 · c', 'step', 3, { snapshot: like(1) })
];

/** The records of a notebook's cells; null for a cell without one. */
export function records(model: NotebookModel | NotebookPanel['model']): (Entry | null)[] {
  return [...(model?.cells ?? [])].map(cell => (cell.getMetadata('journal') as Entry | undefined) ?? null);
}

/** The ids in the records of a notebook's cells; null for a cell without one. */
export function ids(model: NotebookModel | NotebookPanel['model']): (string | null)[] {
  return records(model).map(record => record?.id ?? null);
}

/** A notebook in a panel, with its journal. */
export class SeenNotebook {
  static async open(cells: readonly TestCell[]): Promise<SeenNotebook> {
    const notebook = new SeenNotebook(await makePanel([...cells]));
    notebook.shared.clearUndoHistory();
    return notebook;
  }

  private constructor(readonly panel: NotebookPanel) {
    this.journal = new NotebookJournal(panel, HEADINGS);
  }

  readonly journal: NotebookJournal;

  get shared(): YNotebook {
    return this.panel.model?.sharedModel as YNotebook;
  }

  get records(): (Entry | null)[] {
    return records(this.panel.model);
  }

  get ids(): (string | null)[] {
    return ids(this.panel.model);
  }

  get sources(): string[] {
    return sources(this.panel.model);
  }

  select(index: number): void {
    this.panel.content.activeCellIndex = index;
  }

  undo(): void {
    this.shared.undo();
  }

  redo(): void {
    this.shared.redo();
  }

  dispose(): void {
    this.panel.context.dispose();
    this.panel.dispose();
  }
}
