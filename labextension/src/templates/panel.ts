import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { Panel, type Widget } from '@lumino/widgets';
import { journalIcon } from '../icons';
import type { IItemOptions, IJournalPanel } from '../tokens';

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

  private readonly header = new RankedPanel();
  private readonly footer = new RankedPanel();
}
