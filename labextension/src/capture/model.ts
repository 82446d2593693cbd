import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { ISessionContext } from '@jupyterlab/apputils';
import { VDomModel } from '@jupyterlab/ui-components';
import type { Locale, Snapshot } from '../_schema';
import type { JournalAPI } from '../api';
import type { IJournal, INotebookJournal } from '../tokens';
import { changedFacts, type IChangedFact, lastFacts } from './drift';

/** How long to wait after an execution, in case another one follows, in milliseconds. */
const SETTLE_MS = 400;

/** What is known of the kernel of the notebook in front. */
export type FactsState =
  | { readonly status: 'no-notebook' | 'no-kernel' | 'dead' | 'loading' }
  | { readonly status: 'ready'; readonly snapshot: Snapshot }
  | { readonly status: 'failed'; readonly error: unknown };

/**
 * The facts of the kernel of the notebook in front.
 *
 * They are asked for when the panel is shown, when the kernel changes or restarts, and after
 * executions; never on a timer, and never while nobody looks.
 */
export class FactsModel extends VDomModel {
  /** @param locale - language of the findings */
  constructor(
    private readonly api: JournalAPI,
    private readonly journal: IJournal,
    private readonly locale: Locale
  ) {
    super();
    journal.currentChanged.connect(this.onCurrentChanged, this);
    NotebookActions.executed.connect(this.onExecuted, this);
    this.onCurrentChanged();
  }

  get state(): FactsState {
    return this._state;
  }

  /** How the environment differs from that of the last entry with facts. */
  get drift(): readonly IChangedFact[] {
    const before = lastFacts(this.entries?.items ?? []);
    return this._state.status === 'ready' && before ? changedFacts(before, this._state.snapshot) : [];
  }

  /** Whether the kernel is busy now; the facts say only whether it was when they were read. */
  get busy(): boolean {
    return this.session?.session?.kernel?.status === 'busy';
  }

  /** Whether somebody can see the facts. */
  get visible(): boolean {
    return this._visible;
  }

  set visible(value: boolean) {
    this._visible = value;
    if (value) {
      this.update();
    }
  }

  /** Ask the kernel again. */
  update(): void {
    if (!this._visible || this.isDisposed) {
      return;
    }
    const { session, panel } = this;
    const kernel = session?.session?.kernel;
    if (!session || !panel) {
      this.setState({ status: 'no-notebook' });
    } else if (!kernel) {
      this.setState({ status: session.hasNoKernel ? 'no-kernel' : 'loading' });
    } else if (kernel.status === 'dead') {
      this.setState({ status: 'dead' });
    } else {
      void this.fetch(kernel.id, panel.context.localPath);
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    clearTimeout(this.timer);
    this.follow(null);
    this.followEntries(null);
    this.journal.currentChanged.disconnect(this.onCurrentChanged, this);
    NotebookActions.executed.disconnect(this.onExecuted, this);
    super.dispose();
  }

  /** One request at a time; what is asked for meanwhile is asked once, afterwards. */
  private async fetch(kernelId: string, path: string): Promise<void> {
    if (this.shownKernel !== kernelId) {
      this.setState({ status: 'loading' });
    }
    if (this.inFlight) {
      this.again = true;
      return;
    }
    this.inFlight = true;
    let state: FactsState;
    try {
      state = { status: 'ready', snapshot: await this.api.snapshot(kernelId, path, this.locale) };
    } catch (error) {
      state = { status: 'failed', error };
    }
    this.inFlight = false;
    if (this.isDisposed) {
      return;
    }
    // An answer about a kernel that is no longer in front is dropped.
    if (this.session?.session?.kernel?.id === kernelId) {
      this.shownKernel = kernelId;
      this.setState(state);
    }
    if (this.again) {
      this.again = false;
      this.update();
    }
  }

  private setState(state: FactsState): void {
    if (state.status !== 'ready' && state.status !== 'failed') {
      this.shownKernel = null;
    }
    this._state = state;
    this.stateChanged.emit();
  }

  private onCurrentChanged(): void {
    this.follow(this.journal.current?.panel ?? null);
    this.followEntries(this.journal.current);
    this.update();
  }

  private follow(panel: NotebookPanel | null): void {
    this.session?.kernelChanged.disconnect(this.update, this);
    this.session?.statusChanged.disconnect(this.onStatusChanged, this);
    this.panel = panel;
    this.session = panel?.sessionContext ?? null;
    this.session?.kernelChanged.connect(this.update, this);
    this.session?.statusChanged.connect(this.onStatusChanged, this);
    void this.session?.ready.then(() => {
      if (this.panel === panel) {
        this.update();
      }
    });
  }

  private followEntries(entries: INotebookJournal | null): void {
    this.entries?.itemsChanged.disconnect(this.onEntriesChanged, this);
    this.entries = entries;
    this.entries?.itemsChanged.connect(this.onEntriesChanged, this);
  }

  private onEntriesChanged(): void {
    if (this._visible) {
      this.stateChanged.emit();
    }
  }

  private onStatusChanged(_session: ISessionContext, status: string): void {
    const before = this.lastStatus;
    this.lastStatus = status;
    const started = status === 'idle' && before !== 'idle' && before !== 'busy';
    if (started || status === 'dead') {
      this.update();
    }
    if (this._visible && (status === 'busy') !== (before === 'busy')) {
      this.stateChanged.emit();
    }
  }

  private onExecuted(_actions: unknown, { notebook }: { notebook: unknown }): void {
    if (notebook !== this.panel?.content) {
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.update();
    }, SETTLE_MS);
  }

  private _state: FactsState = { status: 'no-notebook' };
  private _visible = false;
  private entries: INotebookJournal | null = null;
  private panel: NotebookPanel | null = null;
  private session: ISessionContext | null = null;
  private shownKernel: string | null = null;
  private lastStatus = 'unknown';
  private inFlight = false;
  private again = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
}
