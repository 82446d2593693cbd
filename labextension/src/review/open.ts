import type { ILabShell } from '@jupyterlab/application';
import { Dialog, MainAreaWidget } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ToolbarButton, refreshIcon } from '@jupyterlab/ui-components';
import type { Review } from '../_schema';
import { journalIcon } from '../icons';
import type { IDrawingTools } from './differences';
import { ReviewModel, type ISubject } from './model';
import type { Base } from './arguments';
import type { JournalAPI } from '../api';
import { BaseSelector } from './toolbar';
import { ReviewView } from './view';
import '../../style/review.css';

/** What opening a review needs from the application. */
export interface IReviewContext {
  readonly api: Pick<JournalAPI, 'review'>;
  /** Null in Notebook 7, whose main area holds the notebook alone. */
  readonly labShell: ILabShell | null;
  readonly trans: TranslationBundle;
  /** How to draw the cells of this notebook. */
  readonly toolsFor: (panel: NotebookPanel) => IDrawingTools;
}

/** A review on the screen, and when it has been made. */
interface IShown {
  readonly widget: MainAreaWidget<ReviewView>;
  readonly compared: Promise<void>;
}

/** Opens reviews, one per notebook. */
export class Reviews {
  constructor(private readonly context: IReviewContext) {}

  /**
   * Compare a notebook with one of its states and show what differs.
   *
   * @returns what the server found; null when it could not compare, which is shown
   */
  async open(panel: NotebookPanel, base: Base): Promise<Review | null> {
    const { widget, compared } = this.show(panel, base);
    this.context.labShell?.activateById(widget.id);
    await compared;
    const { state } = widget.content.model;
    return state.phase === 'ready' ? state.review : null;
  }

  /**
   * Compare a notebook with one of its states, and show what differs in a tab that stays behind.
   *
   * @throws Error - when it could not be compared
   */
  async openBehind(panel: NotebookPanel, base: Base): Promise<Review | null> {
    const { widget, compared } = this.show(panel, base);
    await compared;
    const { state } = widget.content.model;
    if (state.phase === 'failed') {
      throw state.error;
    }
    return state.phase === 'ready' ? state.review : null;
  }

  /** The review of a notebook, which begins to compare. */
  private show(panel: NotebookPanel, base: Base): IShown {
    const { labShell, trans } = this.context;
    const known = this._open.get(panel);
    if (labShell !== null && known !== undefined && !known.isDisposed) {
      return { widget: known, compared: known.content.model.compareWith(base) };
    }
    const widget = widgetFor(panel, base, this.context);
    const compared = widget.content.model.refresh();
    if (labShell !== null) {
      this._open.set(panel, widget);
      labShell.add(widget, 'main', { ref: panel.id, mode: 'tab-after', activate: false });
    } else {
      void showInDialog(widget, trans);
    }
    return { widget, compared };
  }

  private readonly _open = new WeakMap<NotebookPanel, MainAreaWidget<ReviewView>>();
}

function widgetFor(
  panel: NotebookPanel,
  base: Base,
  { api, trans, toolsFor }: IReviewContext
): MainAreaWidget<ReviewView> {
  const model = new ReviewModel(subjectOf(panel), api, base);
  const widget = new MainAreaWidget({ content: new ReviewView(model, toolsFor(panel)) });
  const name = PathExt.basename(panel.context.path);
  widget.id = `jp-journal-review-${panel.id}`;
  widget.title.label = trans.__('Review: %1', name);
  widget.title.caption = trans.__('What changed in %1', panel.context.path);
  widget.title.icon = journalIcon;
  widget.title.closable = true;
  widget.toolbar.addItem('base', new BaseSelector(model, trans));
  const refresh = (): void => void model.refresh();
  widget.toolbar.addItem(
    'refresh',
    new ToolbarButton({ icon: refreshIcon, tooltip: trans.__('Compare again'), onClick: refresh })
  );
  return widget;
}

/** The notebook of a panel, as a review needs it. The server knows no drives, hence the local path. */
export function subjectOf(panel: NotebookPanel): ISubject {
  const { context } = panel;
  return {
    get path() {
      return context.localPath;
    },
    get dirty() {
      return !context.isDisposed && context.model.dirty;
    },
    toJSON: () => (context.isDisposed ? null : context.model.sharedModel.toJSON())
  };
}

/** A dialog whose body keeps the Enter key for its own buttons; a dialog would take it for its answer. */
class ReviewDialog extends Dialog<unknown> {
  override handleEvent(event: Event): void {
    const { target } = event;
    const inFooter = target instanceof Element && target.closest('.jp-Dialog-footer') !== null;
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || inFooter) {
      super.handleEvent(event);
    }
  }
}

/** Notebook 7 shows no second widget in its main area: use a dialog as large as the window. */
async function showInDialog(widget: MainAreaWidget<ReviewView>, trans: TranslationBundle): Promise<void> {
  const dialog = new ReviewDialog({
    title: widget.title.label,
    body: widget,
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
  dialog.addClass('jp-JournalReview-dialog');
  await dialog.launch();
}
