import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { Panel, type Widget } from '@lumino/widgets';
import { journalIcon } from '../icons';
import type { IItemOptions, IJournalPanel } from '../tokens';

/** Variable of the style sheet: how much of the window's right side notifications leave free. */
const COVERED = '--jp-journal-covered';

/** Rank of an item that names none. */
const DEFAULT_RANK = 100;

/** A row of widgets in the order of their ranks. */
class RankedPanel extends Panel {
  /** Add a widget; disposing the result removes and disposes it. */
  addRanked(item: Widget, { rank = DEFAULT_RANK }: IItemOptions = {}): IDisposable {
    const after = this.widgets.findIndex(widget => (this.ranks.get(widget) ?? DEFAULT_RANK) > rank);
    this.ranks.set(item, rank);
    this.insertWidget(after === -1 ? this.widgets.length : after, item);
    return new DisposableDelegate(() => {
      item.dispose();
    });
  }

  private readonly ranks = new WeakMap<Widget, number>();
}

/** The side panel of the journal. */
export class JournalPanel extends Panel implements IJournalPanel {
  /** @param body - the parts between head and foot, from top to bottom */
  constructor(body: readonly Widget[], trans: TranslationBundle) {
    super();
    this.id = 'jupyterlab-journal-panel';
    this.addClass('jp-JournalPanel');
    this.title.icon = journalIcon;
    this.title.caption = trans.__('Journal');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Journal'));
    this.header.addClass('jp-JournalPanel-header');
    this.footer.addClass('jp-JournalPanel-footer');
    for (const part of [this.header, ...body, this.footer]) {
      this.addWidget(part);
    }
  }

  addHeaderItem(item: Widget, options?: IItemOptions): IDisposable {
    return this.header.addRanked(item, options);
  }

  addFooterItem(item: Widget, options?: IItemOptions): IDisposable {
    return this.footer.addRanked(item, options);
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this.keepNotificationsOff();
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this.keepNotificationsOff();
  }

  protected override onResize(msg: Widget.ResizeMessage): void {
    super.onResize(msg);
    this.keepNotificationsOff();
  }

  protected override onBeforeDetach(msg: Message): void {
    super.onBeforeDetach(msg);
    document.body.style.removeProperty(COVERED);
  }

  /** JupyterLab shows notifications in the corner where this panel has its last buttons. */
  private keepNotificationsOff(): void {
    const { left, right } = this.node.getBoundingClientRect();
    const isAtTheRight = this.isVisible && left + right > window.innerWidth;
    document.body.style.setProperty(COVERED, `${isAtTheRight ? window.innerWidth - left : 0}px`);
  }

  private readonly header = new RankedPanel();
  private readonly footer = new RankedPanel();
}
