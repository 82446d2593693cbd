import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ComposedEntry, EntryRequest, Kind } from '../_schema';
import type { JournalAPI } from '../api';
import type { Locale } from '../language';
import { notifyFailure } from '../notifications';
import type { IEntryItem, INotebookJournal, IRedaction, JournalItem } from '../tokens';
import { addBitmaps, type DrawSVG, drawSVG, VECTOR_ONLY } from './bitmaps';
import type { EarlierRuns } from './earlier';
import { requestSize, trimOutputs, type ITrimmedOutputs } from './outputs';
import { codeAbove, findSourceCell, outputsOf } from './source';

/** Kinds in which a person writes at once, a step's reason too; the others show first what was captured. */
const WRITTEN: ReadonlySet<Kind> = new Set<Kind>([
  'goal',
  'hypothesis',
  'step',
  'conclusion',
  'note',
  'figure'
]);

/** Code of the warning that the last step is about the same run, in the same state. */
const UNCHANGED = 'unchanged_step';

type Warning = ComposedEntry['warnings'][number];

/** Asks the server for entries and inserts them. */
export class EntryComposer {
  constructor(
    private readonly api: JournalAPI,
    private readonly trans: TranslationBundle,
    private readonly locale: Locale,
    private readonly redaction: Pick<IRedaction, 'allowed'> | null,
    private readonly draw: DrawSVG = drawSVG,
    private readonly earlier: Pick<EarlierRuns, 'of'> | null = null
  ) {}

  /**
   * Compose an entry and insert it below the active cell. While one is under way, another request
   * is ignored: a key held down must not insert twice.
   *
   * @param text - words of the user for the entry; it is then complete and stays rendered
   * @returns whether an entry was inserted; what prevented it has been shown to the user
   */
  async insert(journal: INotebookJournal, kind: Kind, text?: string): Promise<boolean> {
    if (this.underway) {
      return false;
    }
    this.underway = true;
    try {
      return await this.composeAndInsert(journal, kind, text);
    } catch (error) {
      notifyFailure(this.trans.__('The entry could not be inserted.'), error, this.trans);
      return false;
    } finally {
      this.underway = false;
    }
  }

  private async composeAndInsert(journal: INotebookJournal, kind: Kind, text?: string): Promise<boolean> {
    const { anchor, position } = journal;
    const { request, trimmed } = this.describeEntry(journal, anchor, kind, text);
    const allowed = this.redaction?.allowed ?? [];
    if (allowed.length > 0) {
      request.allowed = allowed.map(({ rule, field }) => ({ rule, field }));
    }
    const { cell: composed, warnings: all } = await this.api.composeEntry(request);
    const unchanged = all.find(warning => warning.code === UNCHANGED);
    if (unchanged !== undefined) {
      const answer = await this.askWhetherToUpdate(journal, unchanged);
      if (answer !== 'insert') {
        if (answer !== 'cancel') {
          await journal.editFirstHint(answer.cellId);
        }
        return false;
      }
    }
    const { cell, isComplete } = await addBitmaps(composed, this.draw);
    const isSaid = ({ code }: Warning): boolean =>
      code !== UNCHANGED && !(isComplete && code === VECTOR_ONLY);
    const warnings = all.filter(isSaid);
    const id = journal.insert(cell, anchor);
    // Seen first, then the active one: in a long notebook JupyterLab takes its time to change that.
    await journal.drawn(id);
    for (const message of [...warnings.map(warning => warning.message), ...this.explainTrimming(trimmed)]) {
      Notification.warning(message, { autoClose: 8000 });
    }
    // The answer took a moment. Who has gone on typing or to another cell is not called away.
    if (!journal.hasMovedSince(position)) {
      journal.goTo(id);
      if (text === undefined && WRITTEN.has(kind)) {
        await journal.editFirstHint(id);
      }
    }
    return true;
  }

  /**
   * Nothing has changed since an earlier entry: ask whether to go on writing there.
   *
   * @returns that entry, when the user wants to
   */
  private async askWhetherToUpdate(
    journal: INotebookJournal,
    { message, entry }: Warning
  ): Promise<IEntryItem | 'insert' | 'cancel'> {
    const { trans } = this;
    const isEarlier = (item: JournalItem): item is IEntryItem => item.readable && item.entry.id === entry;
    const earlier = journal.items.find(isEarlier);
    if (earlier === undefined) {
      return 'insert';
    }
    const update = Dialog.okButton({ label: trans.__('Update That Step') });
    // Neither is dangerous: the step that is inserted can be undone.
    const another = Dialog.createButton({ label: trans.__('Insert Another'), accept: false });
    const { button } = await showDialog({
      title: trans.__('Insert another debug step?'),
      body: message,
      buttons: [Dialog.cancelButton(), another, update]
    });
    return button === update ? earlier : button === another ? 'insert' : 'cancel';
  }

  /** What the server needs to compose an entry, with the outputs made to fit. */
  private describeEntry(
    journal: INotebookJournal,
    anchor: string | null,
    kind: Kind,
    text: string | undefined
  ): { request: EntryRequest; trimmed: ITrimmedOutputs } {
    const { panel } = journal;
    const cells = [...(panel.model?.cells ?? [])];
    const end = cells.findIndex(cell => cell.id === anchor);
    const source = findSourceCell(cells.slice(0, end + 1), kind);
    const cell = source && {
      id: source.id,
      source: source.sharedModel.getSource(),
      execution_count: source.executionCount,
      metadata: source.sharedModel.getMetadata(),
      ...(kind === 'step' && this.earlier && { earlier: [...this.earlier.of(source)] })
    };
    const request: EntryRequest = {
      kind,
      kernel_id: panel.sessionContext.session?.kernel?.id ?? null,
      path: panel.context.localPath,
      locale: this.locale,
      cell,
      entries: journal.entriesAbove(anchor)
    };
    if (text !== undefined) {
      request.fields = { text };
    }
    if (kind === 'environment') {
      request.code = codeAbove(cells.slice(0, end + 1));
    }
    const trimmed = trimOutputs(source === null ? [] : outputsOf(source), requestSize(request));
    if (cell) {
      request.cell = { ...cell, outputs: trimmed.outputs };
    }
    return { request, trimmed };
  }

  private explainTrimming({ omitted, shortened }: ITrimmedOutputs): string[] {
    const { trans } = this;
    const messages: string[] = [];
    if (shortened > 0) {
      messages.push(trans.__('The output is very long; only its end was used for the entry.'));
    }
    if (omitted > 0) {
      messages.push(
        trans._n(
          '%1 output was too large and is missing in the entry.',
          '%1 outputs were too large and are missing in the entry.',
          omitted
        )
      );
    }
    return messages;
  }

  private underway = false;
}
