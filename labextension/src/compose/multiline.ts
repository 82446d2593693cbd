import type { MultilineString } from '@jupyterlab/nbformat';

/** A text of nbformat, which may lie in a notebook as a list of lines. */
export function joined(text: MultilineString): string {
  return typeof text === 'string' ? text : text.join('');
}

/** The last whole lines of a text that fit into this many characters; all of a short one. */
export function lastLines(text: string, limit: number): string {
  const end = text.slice(-limit);
  return end === text ? text : end.slice(end.indexOf('\n') + 1);
}
