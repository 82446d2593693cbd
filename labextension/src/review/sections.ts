/** What decides whether a cell's difference is drawn. */
export interface ICellChange {
  readonly unchanged: boolean;
  readonly added: boolean;
  readonly deleted: boolean;
}

/** Neighbours in a notebook that are shown the same way. */
export type Section<T> =
  /** So many cells that are not drawn. */
  | { readonly kind: 'unchanged'; readonly cells: number }
  /** Drawn, chunk by chunk. */
  | { readonly kind: 'changed'; readonly chunks: T[][] };

function isUnchanged(cell: ICellChange): boolean {
  return cell.unchanged && !cell.added && !cell.deleted;
}

/**
 * Split a notebook into stretches to draw and stretches to leave out, so that the
 * work of drawing follows the number of changes and not the length of the notebook.
 */
export function sectionsOf<T extends ICellChange>(chunks: readonly T[][]): Section<T>[] {
  const sections: Section<T>[] = [];
  for (const chunk of chunks.filter(each => each.length > 0)) {
    const last = sections.at(-1);
    if (chunk.every(isUnchanged)) {
      const before = last?.kind === 'unchanged' ? last.cells : 0;
      const section: Section<T> = { kind: 'unchanged', cells: before + chunk.length };
      sections.splice(before > 0 ? -1 : sections.length, 1, section);
    } else if (last?.kind === 'changed') {
      last.chunks.push(chunk);
    } else {
      sections.push({ kind: 'changed', chunks: [chunk] });
    }
  }
  return sections;
}
