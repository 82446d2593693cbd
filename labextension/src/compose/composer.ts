import type { TranslationBundle } from '@jupyterlab/translation';
import type { ComposedEntry, Entry, Kind } from '../_schema';
import type { JournalAPI } from '../api';
import { METADATA_KEY } from '../entry/metadata';
import { explainedError, Notices } from '../notifications';
import type { INotebookJournal, IPosition } from '../tokens';
import { addBitmaps, type DrawSVG, drawSVG, VECTOR_ONLY } from './bitmaps';
import { describeInserted, type IInserted, type Warning } from './inserted';
import { type Answer, isAsked, settle } from './questions';
import { describeEntry, explainTrimming, type IPlaced, type IRequestTools } from './request';
import type { ITrimmedOutputs } from './outputs';
import type { IWanted } from './arguments';

/** Kinds in which a person writes at once, a step's reason too; the others show first what was captured. */
const WRITTEN: ReadonlySet<Kind> = new Set<Kind>([
  'goal',
  'hypothesis',
  'step',
  'conclusion',
  'note',
  'figure'
]);

/** An entry that is asked for, and where the user was then. */
interface IAsked extends IPlaced {
  readonly position: IPosition;
}

/** Asks the server for entries and inserts them. */
export class EntryComposer {
  constructor(
    private readonly api: Pick<JournalAPI, 'composeEntry'>,
    private readonly trans: TranslationBundle,
    private readonly tools: IRequestTools,
    private readonly draw: DrawSVG = drawSVG
  ) {
    this.notices = new Notices(trans);
  }

  /**
   * Compose an entry and insert it. While one that a person asked for is under way, another request of
   * a person is ignored: pressing twice asks for one entry. Those of programs are answered one after another.
   *
   * @returns what was inserted, or the earlier entry that was gone to instead; null when nothing was
   * inserted, and the person knows why
   */
  async insert(journal: INotebookJournal, wanted: IWanted): Promise<IInserted | null> {
    // The entry goes where the user is now, also when it waits for others.
    const asked = { ...wanted, anchor: wanted.cell ?? journal.anchor, position: journal.position };
    if (wanted.byProgram) {
      return this.inTurn(async () => {
        try {
          return await this.composeAndInsert(journal, asked);
        } catch (error) {
          throw explainedError(this.failure, error, this.trans);
        }
      });
    }
    if (this.underway) {
      return null;
    }
    this.underway = true;
    this.notices.settle();
    try {
      return await this.inTurn(() => this.composeAndInsert(journal, asked));
    } catch (error) {
      this.notices.fail(this.failure, error);
      return null;
    } finally {
      this.underway = false;
    }
  }

  private get failure(): string {
    return this.trans.__('The entry could not be inserted.');
  }

  /** Do something when everything that was asked for before has been done. */
  private async inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.last === null ? act() : this.last.then(act);
    const ended = result.then(
      () => undefined,
      () => undefined
    );
    this.last = ended;
    try {
      return await result;
    } finally {
      if (this.last === ended) {
        this.last = null;
      }
    }
  }

  private async composeAndInsert(journal: INotebookJournal, asked: IAsked): Promise<IInserted | null> {
    const { position, ...wanted } = asked;
    const { request, trimmed } = describeEntry(journal, wanted, this.tools);
    const composed = await this.api.composeEntry(request);
    if (composed.repeats === true) {
      return this.describeRepeated(journal, composed);
    }
    const hasKey = wanted.key !== undefined;
    const answer = hasKey ? 'insert' : await settle(journal, wanted.kind, composed.warnings, this.trans);
    if (answer !== 'insert') {
      return this.leaveIt(journal, wanted, answer, composed.warnings);
    }
    const { cell, isComplete } = await addBitmaps(composed.cell, this.draw);
    const warnings = this.remaining(composed.warnings, trimmed, hasKey, isComplete);
    // The answer took a moment. Whoever has gone on typing or moved to other work is not called away.
    const hasMoved = journal.hasMovedSince(position);
    const id = journal.insert(cell, wanted.anchor);
    const { position: after } = journal;
    // Seen first, then the active one: in a long notebook JupyterLab takes its time to change that.
    await journal.drawn(id);
    if (wanted.byProgram) {
      this.revealInBackground(journal, id);
    } else {
      warnings.forEach(({ message }) => {
        this.notices.warn(message);
      });
      if (!hasMoved && !journal.hasMovedSince(after)) {
        await this.lead(journal, id, wanted);
      }
    }
    return describeInserted(entryOf(cell), id, warnings);
  }

  /** Warnings to show about an inserted entry: those that nothing has settled. */
  private remaining(
    warnings: readonly Warning[],
    trimmed: ITrimmedOutputs,
    hasKey: boolean,
    isComplete: boolean
  ): Warning[] {
    const isOpen = (warning: Warning): boolean =>
      (hasKey || !isAsked(warning)) && !(isComplete && warning.code === VECTOR_ONLY);
    return [...warnings.filter(isOpen), ...explainTrimming(trimmed, this.trans)];
  }

  /** Take the person to an entry; where it is theirs to write, with the cursor there. */
  private async lead(
    journal: INotebookJournal,
    cellId: string,
    { kind, fields }: Pick<IWanted, 'kind' | 'fields'>
  ): Promise<void> {
    journal.goTo(cellId);
    if (fields === undefined && WRITTEN.has(kind)) {
      await journal.editFirstHint(cellId);
    }
  }

  /** What a program does is no reason to disturb who works in that notebook. */
  private revealInBackground(journal: INotebookJournal, cellId: string): void {
    if (!journal.panel.isVisible) {
      journal.reveal(cellId);
    }
  }

  /** Insert nothing; go to the earlier entry, if there is one in this page. */
  private async leaveIt(
    journal: INotebookJournal,
    wanted: IWanted,
    answer: Exclude<Answer, 'insert'>,
    warnings: readonly Warning[]
  ): Promise<IInserted | null> {
    if (answer === 'cancel') {
      return null;
    }
    if ('missing' in answer) {
      this.notices.warn(answer.missing.message);
      return null;
    }
    const { cellId, entry } = answer.earlier;
    if (answer.write) {
      await journal.editFirstHint(cellId);
    } else if (wanted.byProgram) {
      this.revealInBackground(journal, cellId);
    } else {
      journal.goTo(cellId);
    }
    return describeInserted(entry, cellId, warnings);
  }

  /** The page that asked first inserts the entry; this one only describes it. */
  private async describeRepeated(journal: INotebookJournal, composed: ComposedEntry): Promise<IInserted> {
    const entry = entryOf(composed.cell);
    const found = await journal.find(entry.id);
    return describeInserted(entry, found?.cellId ?? null, composed.warnings);
  }

  private readonly notices: Notices;
  /** Resolves when what was asked for last has been done; null when all has. */
  private last: Promise<void> | null = null;
  private underway = false;
}

/** The machine's half of a composed entry. */
function entryOf(cell: ComposedEntry['cell']): Entry {
  return cell.metadata[METADATA_KEY] as Entry;
}
