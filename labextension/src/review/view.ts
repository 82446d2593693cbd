import { Panel, Widget } from '@lumino/widgets';
import type { Review } from '../_schema';
import { explainFailure } from '../notifications';
import type { IDrawingTools } from './differences';
import type { ReviewModel } from './model';
import { ReviewStatus } from './status';

/** A review: its words, and below them the cells that changed. */
export class ReviewView extends Panel {
  constructor(
    readonly model: ReviewModel,
    private readonly tools: IDrawingTools
  ) {
    super();
    this.addClass('jp-JournalReview');
    this.node.tabIndex = 0;
    this.addWidget(new ReviewStatus(model, tools.trans));
    model.changed.connect(this._onChanged, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.model.changed.disconnect(this._onChanged, this);
      this.model.dispose();
      super.dispose();
    }
  }

  private _onChanged(): void {
    this._cells?.dispose();
    this._cells = null;
    const { state } = this.model;
    if (state.phase === 'ready' && state.review.diff.length > 0) {
      this._cells = new Panel();
      // nbdime's rules apply below this class only.
      this._cells.addClass('nbdime-root');
      this.addWidget(this._cells);
      void this._draw(this._cells, state.review);
    }
  }

  private async _draw(cells: Panel, review: Review): Promise<void> {
    try {
      const { drawDifferences } = await import('./differences');
      if (!cells.isDisposed) {
        await drawDifferences(cells, review, this.tools);
      }
    } catch (error) {
      if (!cells.isDisposed) {
        console.error(error);
        cells.addWidget(this._failure(error));
      }
    }
  }

  /** The words above stay true when a cell cannot be drawn; say so beside what was drawn. */
  private _failure(error: unknown): Widget {
    const { trans } = this.tools;
    const widget = new Widget();
    widget.addClass('jp-JournalReview-failure');
    widget.node.setAttribute('role', 'alert');
    widget.node.textContent = explainFailure(
      trans.__('The changed cells could not be drawn; reload the page and try again.'),
      error,
      trans
    );
    return widget;
  }

  private _cells: Panel | null = null;
}
