import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import type { ComposedEntry, Entry, EntryRequest, Kind } from '../_schema';
import type { JournalAPIError } from '../api';
import { NotebookJournal } from '../entry/journal';
import { HEADINGS } from '../entry/testing';
import { codeCell, entryCell, makeEntry, makePanel } from '../testing';
import type { IAllowed } from '../tokens';
import { EntryComposer } from './composer';
import type { IInserted } from './inserted';
import type { IRequestTools } from './request';
import type { IWanted } from './arguments';

/** A server that writes the same entry for every request, and keeps the requests. */
export class FakeServer {
  readonly requests: EntryRequest[] = [];
  failure: JournalAPIError | null = null;
  attachments: ComposedEntry['cell']['attachments'];
  warnings: ComposedEntry['warnings'] = [];
  repeats = false;
  /** The machine's half of the next entry; another for each request when null. */
  journal: Entry | null = null;

  composeEntry(request: EntryRequest): Promise<ComposedEntry> {
    this.requests.push(request);
    if (this.failure !== null) {
      return Promise.reject(this.failure);
    }
    const source = `## Composed ${request.kind}\n\n**Problem.** *What for?*`;
    const metadata = { journal: this.journal ?? makeEntry(request.kind, 90 + this.requests.length) };
    const { attachments, warnings, repeats } = this;
    const cell = { cell_type: 'markdown' as const, source, metadata, ...(attachments && { attachments }) };
    return Promise.resolve({ cell, warnings, ...(repeats && { repeats }) });
  }
}

/** The outputs of a cell that failed. */
export const FAILED = [{ output_type: 'error', ename: 'ValueError', evalue: 'x', traceback: [] }];

const trans = nullTranslator.load('jupyterlab_journal');

/** A composer with a notebook to insert into. */
export class ComposerBench {
  static async open(): Promise<ComposerBench> {
    return new ComposerBench(
      await makePanel([
        entryCell('## Goal · a', 'goal', 1),
        codeCell('train()', 3, [{ output_type: 'stream', name: 'stdout', text: 'loss 0.1\n' }]),
        codeCell('fail()', 4, FAILED),
        codeCell('not_yet_run()'),
        entryCell('later', 'note', 2)
      ])
    );
  }

  private constructor(readonly panel: NotebookPanel) {
    this.journal = new NotebookJournal(panel, HEADINGS);
    this.composer = this.compose({});
  }

  /** Compose with other tools. */
  compose(tools: Partial<IRequestTools>): EntryComposer {
    const { server, redaction } = this;
    this.composer = new EntryComposer(
      server,
      trans,
      { locale: 'zh-CN', redaction, earlier: null, ...tools },
      svg => Promise.resolve(svg === 'good' ? 'png' : null)
    );
    return this.composer;
  }

  /** Insert an entry as a person does. */
  insert(kind: Kind, more: Partial<IWanted> = {}): Promise<IInserted | null> {
    return this.composer.insert(this.journal, { kind, byProgram: false, ...more });
  }

  /** Insert an entry as a program does. */
  insertByProgram(kind: Kind, more: Partial<IWanted> = {}): Promise<IInserted | null> {
    return this.insert(kind, { byProgram: true, ...more });
  }

  dispose(): void {
    this.panel.context.dispose();
    this.panel.dispose();
    Notification.dismiss();
  }

  readonly server = new FakeServer();
  readonly redaction: { allowed: IAllowed[] } = { allowed: [] };
  readonly journal: NotebookJournal;
  private composer: EntryComposer;
}
