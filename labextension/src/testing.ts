import type { IMarkdownCell, INotebookContent } from '@jupyterlab/nbformat';
import { NotebookModel, type NotebookPanel } from '@jupyterlab/notebook';
import { NBTestUtils } from '@jupyterlab/notebook/lib/testutils';
import type { Entry, Kind } from './_schema';

/** Cells of a notebook of a test. */
export type TestCell = INotebookContent['cells'][number];

/** An id as the server makes them, different for every number. */
export function entryId(number: number): string {
  return `01JD${String(number).padStart(22, '0')}`;
}

/** The metadata of an entry. */
export function makeEntry(kind: Kind, number: number, more: Partial<Entry> = {}): Entry {
  return { version: 1, id: entryId(number), kind, created: '2026-11-20T12:00:00+08:00', ...more };
}

/** A Markdown cell with this under `metadata.journal`. */
export function journalCell(source: string, journal: unknown): TestCell {
  return { cell_type: 'markdown', source, metadata: { journal } as IMarkdownCell['metadata'] };
}

/** A cell with an entry. */
export function entryCell(source: string, kind: Kind, number: number, more: Partial<Entry> = {}): TestCell {
  return journalCell(source, makeEntry(kind, number, more));
}

/** A code cell. */
export function codeCell(
  source: string,
  executionCount: number | null = null,
  outputs: unknown[] = []
): TestCell {
  return { cell_type: 'code', source, metadata: {}, execution_count: executionCount, outputs: outputs as [] };
}

/** A real notebook model with these cells. */
export function makeNotebook(cells: TestCell[]): NotebookModel {
  const model = new NotebookModel();
  model.fromJSON({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
  return model;
}

/** A real notebook panel with these cells; its kernel, if it has one, answers by itself. */
export async function makePanel(cells: TestCell[], startKernel = false): Promise<NotebookPanel> {
  const context = await NBTestUtils.createMockContext(startKernel);
  context.model.fromJSON({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
  const panel = NBTestUtils.createNotebookPanel(context);
  panel.content.activeCellIndex = 0;
  return panel;
}

/** The sources of the cells of a notebook. */
export function sources(model: NotebookModel | NotebookPanel['model']): string[] {
  return [...(model?.cells ?? [])].map(cell => cell.sharedModel.getSource());
}
