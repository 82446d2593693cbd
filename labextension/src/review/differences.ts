import type { CodeEditor } from '@jupyterlab/codeeditor';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { type Panel, Widget } from '@lumino/widgets';
import type { IDiffEntry } from 'nbdime/lib/diff/diffentries';
import { NotebookDiffModel } from 'nbdime/lib/diff/model';
import { NotebookDiffWidget } from 'nbdime/lib/diff/widget';
import type { Review } from '../_schema';
import '../../style/differences.css';
import { sectionsOf } from './sections';
import { unchangedLine } from './summary';

/** What drawing needs from the application. */
export interface IDrawingTools {
  readonly rendermime: IRenderMimeRegistry;
  readonly editorFactory: CodeEditor.Factory;
  readonly translator: ITranslator;
  readonly trans: TranslationBundle;
}

/**
 * Draw the changed cells of a review into `panel`, one after the other.
 *
 * This module brings nbdime's widgets, a third of a megabyte: import it when it is needed.
 */
export async function drawDifferences(panel: Panel, review: Review, tools: IDrawingTools): Promise<void> {
  const { rendermime, editorFactory, translator, trans } = tools;
  // The server answers with a notebook and nbdime's own diff format; the contract leaves both open.
  const model = new NotebookDiffModel(
    review.base as unknown as INotebookContent,
    review.diff as unknown as IDiffEntry[]
  );
  const { metadata, mimetype } = model;
  if (metadata !== null) {
    await draw({ metadata, mimetype, cells: [], chunkedCells: [] });
  }
  for (const section of sectionsOf(model.chunkedCells)) {
    if (panel.isDisposed) {
      return;
    }
    if (section.kind === 'unchanged') {
      panel.addWidget(placeholder(unchangedLine(section.cells, trans)));
    } else {
      const { chunks } = section;
      await draw({ metadata: null, mimetype, cells: chunks.flat(), chunkedCells: chunks });
    }
  }

  async function draw(part: NotebookDiffModel): Promise<void> {
    const widget = new NotebookDiffWidget({ model: part, rendermime, editorFactory, translator });
    panel.addWidget(widget);
    await widget.init();
  }
}

function placeholder(text: string): Widget {
  const widget = new Widget();
  widget.addClass('jp-JournalReview-unchanged');
  widget.node.textContent = text;
  return widget;
}
