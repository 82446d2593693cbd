/** What is asked of a cell's difference to decide whether it is drawn. */
export interface ICellChange {
  readonly added: boolean;
  readonly deleted: boolean;
  readonly source: { readonly unchanged: boolean };
  readonly metadata: { readonly unchanged: boolean };
  readonly outputs: readonly { readonly unchanged: boolean }[] | null;
  readonly executionCount: { readonly unchanged: boolean } | null;
}

/** Neighbours in a notebook that are shown the same way. */
export type Section<T> =
  /** Not drawn; `rerun` of them differ in nothing but the execution count. */
  | { readonly kind: 'unchanged'; readonly cells: number; readonly rerun: number }
  /** Drawn, chunk by chunk. */
  | { readonly kind: 'changed'; readonly chunks: T[][] };

/** Whether a cell says the same as before; that it was run again is no news. */
function saysTheSame(cell: ICellChange): boolean {
  const outputs = cell.outputs ?? [];
  return (
    !cell.added &&
    !cell.deleted &&
    cell.source.unchanged &&
    cell.metadata.unchanged &&
    outputs.every(output => output.unchanged)
  );
}

/**
 * Split a notebook into stretches to draw and stretches to leave out, so that the
 * work of drawing follows the number of changes and not the length of the notebook.
 */
export function sectionsOf<T extends ICellChange>(chunks: readonly T[][]): Section<T>[] {
  const sections: Section<T>[] = [];
  for (const chunk of chunks.filter(each => each.length > 0)) {
    const last = sections.at(-1);
    if (chunk.every(saysTheSame)) {
      const rerun = chunk.filter(cell => cell.executionCount?.unchanged === false).length;
      if (last?.kind === 'unchanged') {
        sections[sections.length - 1] = {
          kind: 'unchanged',
          cells: last.cells + chunk.length,
          rerun: last.rerun + rerun
        };
      } else {
        sections.push({ kind: 'unchanged', cells: chunk.length, rerun });
      }
    } else if (last?.kind === 'changed') {
      last.chunks.push(chunk);
    } else {
      sections.push({ kind: 'changed', chunks: [chunk] });
    }
  }
  return sections;
}
